import type { Hand, Invitation, Link } from '@ringcast/rooms';
import { otherSide, ownSide } from '@ringcast/rooms';
import type { LiveView } from '../session/RoomState';

/** What somebody can do about a card. */
export type CardAct =
  | { readonly do: 'accept' | 'reject' | 'withdraw'; readonly invitationId: string }
  | { readonly do: 'invite' | 'decline'; readonly userId: string }
  | { readonly do: 'link-accept' | 'link-reject' | 'link-cancel' | 'link-end' | 'link-show' | 'link-hide'; readonly linkId: string };

/** Something that waits for somebody, with what can be done about it. */
export interface Card {
  readonly key: string;
  readonly kind: 'stage' | 'hand' | 'link';
  readonly text: string;
  /** The first is what most will want. */
  readonly acts: readonly { readonly label: string; readonly act: CardAct }[];
}

/** More hands than these are in the list of people. */
const HANDS_SHOWN_MAX = 3;

/** What waits for this one in the room, the most pressing first. */
export function cardsOf({ me, hands, invitations, links }: LiveView, nameOf: (userId: string) => string): readonly Card[] {
  const mine = invitations.filter(({ userId }) => userId === me.userId).map((invitation) => invited(invitation, nameOf));
  if (me.role !== 'HOST') {
    return mine;
  }
  const open = invitations.filter(({ userId }) => userId !== me.userId);
  const asking = hands.filter(({ userId }) => !open.some((invitation) => invitation.userId === userId));
  return [
    ...mine,
    ...links.filter((link) => ownSide(link).userId === me.userId).map(linkCard),
    ...asking.slice(0, HANDS_SHOWN_MAX).map((hand) => raised(hand, nameOf)),
    ...open.slice(0, HANDS_SHOWN_MAX).map((invitation) => inviting(invitation, nameOf)),
  ];
}

function invited({ invitationId, by }: Invitation, nameOf: (userId: string) => string): Card {
  return {
    key: invitationId, kind: 'stage', text: by === null ? 'You are invited to the stage' : `${nameOf(by)} invites you to the stage`,
    acts: [{ label: 'Join the stage', act: { do: 'accept', invitationId } }, { label: 'Not now', act: { do: 'reject', invitationId } }],
  };
}

function inviting({ invitationId, userId }: Invitation, nameOf: (userId: string) => string): Card {
  return {
    key: invitationId, kind: 'stage', text: `${nameOf(userId)} is invited to the stage`,
    acts: [{ label: 'Withdraw', act: { do: 'withdraw', invitationId } }],
  };
}

function raised({ participantId, userId }: Hand, nameOf: (userId: string) => string): Card {
  return {
    key: participantId, kind: 'hand', text: `${nameOf(userId)} asks for the stage`,
    acts: [{ label: 'Invite to stage', act: { do: 'invite', userId } }, { label: 'Decline', act: { do: 'decline', userId } }],
  };
}

function linkCard(link: Link): Card {
  const { linkId, state, here, extra } = link;
  const { userId, roomId } = otherSide(link);
  const shown = ownSide(link).joined;
  const card = (text: string, ...acts: Card['acts']): Card => ({ key: `${linkId} ${state} ${shown}`, kind: 'link', text, acts });
  if (state !== 'PENDING') {
    return card(`PK with ${userId} of “${roomId}”`, { label: 'End PK', act: { do: 'link-end', linkId } },
      { label: shown ? 'Hide here' : 'Show here', act: { do: shown ? 'link-hide' : 'link-show', linkId } });
  }
  if (here === 'INVITER') {
    return card(`Waiting for ${userId} of “${roomId}” to accept PK`, { label: 'Cancel', act: { do: 'link-cancel', linkId } });
  }
  const words = extra === '' ? '' : `: ${extra}`;
  return card(`${userId} of “${roomId}” asks you for PK${words}`,
    { label: 'Accept PK', act: { do: 'link-accept', linkId } }, { label: 'Decline', act: { do: 'link-reject', linkId } });
}
