import { type Link, otherSide, type RingcastRoom } from '@ringcast/rooms';
import { isServers } from './serversKeys';

const LINK_ENDS: Readonly<Record<string, string>> = {
  ENDED_BY_INVITER: 'was ended', ENDED_BY_INVITEE: 'was ended',
  INVITER_GONE: 'is over: a host is gone', INVITEE_GONE: 'is over: a host is gone',
};

/** Tells what happens on the stage in words that pass by: what nobody has to do anything about. */
export function tellTidings(live: RingcastRoom, myId: () => string, nameOf: (userId: string) => string, say: (text: string) => void): void {
  const other = (link: Link): string => `${otherSide(link).userId} of “${otherSide(link).roomId}”`;
  live.on('roleChanged', ({ userId, role }) => {
    const stage = role === 'HOST' ? 'on the stage' : 'back in the audience';
    say(userId === myId() ? `You are ${stage}` : `${nameOf(userId)} is ${stage}`);
  });
  live.on('handLowered', ({ userId, reason }) => userId === myId() && reason === 'DECLINED' && say('Not now: your hand was taken down'));
  live.on('invitationEnded', ({ userId, outcome }) => {
    const mine = userId === myId();
    if (outcome === 'TIMED_OUT') {
      say(mine ? 'The invitation to the stage has timed out' : `${nameOf(userId)} did not answer the invitation`);
    } else if (outcome === 'REJECTED' && !mine) {
      say(`${nameOf(userId)} does not want to come onto the stage now`);
    } else if (outcome === 'WITHDRAWN' && mine) {
      say('The invitation to the stage was withdrawn');
    }
  });
  live.on('attributesChanged', ({ set, removed, message, userId }) => {
    const who = userId === null ? 'The room' : userId === myId() ? 'You' : nameOf(userId);
    const put = Object.entries(set ?? {}).filter(([key]) => !isServers(key)).map(([key, value]) => `${key}: ${value}`);
    const what = [...put, ...removed.map((key) => `${key} taken away`)].join(', ');
    if (set !== null && what === '' && message === null) {
      return;
    }
    say(message === null ? `${who} set ${what}` : `${who} · ${message.content}`);
  });
  live.on('linkAccepted', (link) => say(`PK with ${other(link)} begins`));
  live.on('linkRejected', (link) => {
    const words = link.extra === '' ? '' : `: ${link.extra}`;
    say(link.here === 'INVITER' ? `${other(link)} declined PK${words}` : `PK with ${other(link)} was declined`);
  });
  live.on('linkTimedOut', (link) => say(`Nobody answered the request for PK with ${other(link)}`));
  live.on('linkCancelled', (link) => link.here === 'INVITEE' && say(`${other(link)} took the request for PK back`));
  live.on('linkLeft', (link) => link.reason !== null && say(`${other(link)} cannot be shown: ${link.reason}`));
  live.on('linkEnded', (link) => say(`PK with ${other(link)} ${LINK_ENDS[link.reason ?? ''] ?? 'is over'}`));
}
