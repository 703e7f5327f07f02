import type { Link } from '@ringcast/rooms';
import { describe, expect, it } from 'vitest';
import type { LiveView } from '../session/RoomState';
import { cardsOf } from './cards';

const LINK: Link = {
  linkId: 'LK_1', state: 'PENDING',
    inviter: { roomId: 'other', userId: 'bob', joined: false, autoMix: true },
    invitee: { roomId: 'r', userId: 'ann', joined: false, autoMix: true },
  here: 'INVITEE', extra: 'best of three', expiresAtMs: 9, acceptedAtMs: null, reason: null,
};
const hand = (userId: string) => ({ userId, participantId: `PA_${userId}`, raisedAtMs: 1 });
const invitation = (userId: string, by: string | null = 'ann') => ({ invitationId: `IV_${userId}`, userId, by, expiresAtMs: 9 });

function view(about: Partial<LiveView>): LiveView {
  return {
    roomId: 'r', mode: 'LIVE', me: { userId: 'ann', role: 'HOST' }, count: 1, audience: 0, hosts: [], hands: [], invitations: [], links: [],
    attributes: {}, ...about,
  };
}

function texts(about: Partial<LiveView>): string[] {
  return cardsOf(view(about), (userId) => userId.toUpperCase())
    .map(({ text, acts }) => `${text} [${acts.map(({ label }) => label).join(', ')}]`);
}

describe('what waits', () => {
  it('for the audience is its own invitation alone', () => {
    const me = { userId: 'eve', role: 'AUDIENCE' } as const;
    expect(texts({ me, hands: [hand('eve')], invitations: [invitation('eve')], links: [{ ...LINK, state: 'JOINED' }] }))
      .toEqual(['ANN invites you to the stage [Join the stage, Not now]']);
    expect(texts({ me, invitations: [invitation('eve', null)] })).toEqual(['You are invited to the stage [Join the stage, Not now]']);
  });

  it('for a host are links, hands, and whom it invited, who asks no more', () => {
    expect(texts({ hands: [hand('eve'), hand('fay')], invitations: [invitation('eve')], links: [LINK] })).toEqual([
      'bob of “other” asks you for PK: best of three [Accept PK, Decline]',
      'FAY asks for the stage [Invite to stage, Decline]',
      'EVE is invited to the stage [Withdraw]',
    ]);
  });

  it('is no more than can be seen', () => {
    expect(texts({ hands: Array.from({ length: 1_000 }, (_, n) => hand(`u${n}`)) })).toHaveLength(3);
  });

  it.each<[string, Partial<Link>, string]>([
    ['asked for', { here: 'INVITER', inviter: LINK.invitee, invitee: LINK.inviter }, 'Waiting for bob of “other” to accept PK [Cancel]'],
    ['accepted, not shown here', { state: 'ACCEPTED' }, 'PK with bob of “other” [End PK, Show here]'],
    ['shown here', { state: 'JOINED', invitee: { ...LINK.invitee, joined: true } }, 'PK with bob of “other” [End PK, Hide here]'],
  ])('of a link that is %s', (_, change, text) => {
    expect(texts({ links: [{ ...LINK, ...change }] })).toEqual([text]);
  });

  it('of another host’s link is not this host’s', () => {
    expect(texts({ links: [{ ...LINK, invitee: { ...LINK.invitee, userId: 'cid' } }] })).toEqual([]);
  });
});
