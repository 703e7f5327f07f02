import type { Attributes, Hand, Invitation, Link, Mode, News, Role, StagePicture } from './model.js';

/** Somebody on the stage. */
export interface Host {
  readonly userId: string;
  /** Where it publishes; undefined for this room. */
  readonly roomId: string | undefined;
}

/** A room as the one who is in it may know it: plain values, remade with each change. */
export interface RoomView {
  readonly roomId: string;
  readonly mode: Mode;
  readonly me: { readonly userId: string; readonly role: Role };
  /** All that everybody may know of. */
  readonly count: number;
  /** Those of them who are not on the stage. */
  readonly audience: number;
  /** Of a live room, oneself too. */
  readonly hosts: readonly Host[];
  /** Oldest first; a host sees everybody's, an audience its own. */
  readonly hands: readonly Hand[];
  readonly invitations: readonly Invitation[];
  /** An audience sees those that were accepted. */
  readonly links: readonly Link[];
  readonly attributes: Attributes;
}

/** What is told of a room, without those who are in it. */
export interface Told extends Omit<RoomView, 'hosts' | 'me' | 'roomId'> {
  readonly role: Role;
}

export function toldBy(picture: StagePicture, attributes: Attributes): Told {
  const { mode, role, count, audience, hands, invitations, links } = picture;
  return { mode, role: role ?? (mode === 'LIVE' ? 'AUDIENCE' : 'OBSERVER'), count, audience, hands, invitations, links, attributes };
}

/** What is known after a piece of news. */
export function after(told: Told, news: News, myId: string): Told {
  switch (news.type) {
    case 'hand_raised':
      return { ...told, hands: put(told.hands, news.details, (hand) => hand.participantId) };
    case 'hand_lowered':
      return { ...told, hands: told.hands.filter(({ participantId }) => participantId !== news.details.participantId) };
    case 'invited':
      return { ...told, invitations: put(told.invitations, news.details, (invitation) => invitation.invitationId) };
    case 'invitation_ended':
      return { ...told, invitations: told.invitations.filter(({ invitationId }) => invitationId !== news.details.invitationId) };
    case 'role_changed':
      return news.details.userId === myId ? { ...told, role: news.details.role } : told;
    case 'attributes_changed':
      return { ...told, attributes: changed(told.attributes, news.details.set, news.details.removed) };
    case 'count_changed':
      return { ...told, count: news.details.count, audience: news.details.audience };
    case 'link_requested':
    case 'link_accepted':
    case 'link_joined':
    case 'link_left':
    case 'link_cancelled':
    case 'link_rejected':
    case 'link_timed_out':
    case 'link_ended':
      return { ...told, links: linked(told.links, news.details) };
    default:
      return told;
  }
}

/** Whether only the server's whole picture tells what came with it: a host may know more than an audience. */
export function asksForPicture(news: News, myId: string): boolean {
  return (news.type === 'role_changed' && news.details.userId === myId) || (news.type === 'attributes_changed' && news.details.large);
}

/** The side of a link that is in the other room. */
export function otherSide(link: Link): Link['inviter'] {
  return link.here === 'INVITER' ? link.invitee : link.inviter;
}

/** The side of a link that is in this room. */
export function ownSide(link: Link): Link['inviter'] {
  return link.here === 'INVITER' ? link.inviter : link.invitee;
}

function put<T>(all: readonly T[], one: T, id: (one: T) => string): readonly T[] {
  return all.some((known) => id(known) === id(one)) ? all.map((known) => (id(known) === id(one) ? one : known)) : [...all, one];
}

function linked(links: readonly Link[], link: Link): readonly Link[] {
  return link.state === 'ENDED' ? links.filter(({ linkId }) => linkId !== link.linkId) : put(links, link, ({ linkId }) => linkId);
}

function changed(attributes: Attributes, set: Attributes | null, removed: readonly string[]): Attributes {
  const kept = Object.entries(attributes).filter(([key]) => !removed.includes(key));
  return Object.fromEntries([...kept, ...Object.entries(set ?? {})]);
}
