import type { TrackPublication } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { CaptureFailure } from '../../media/LocalMedia';
import { Problem, Unreachable } from '../../protocol/Problem';
import { DecryptionWatch } from './DecryptionWatch';
import { type Departure, explainDeparture, explainDevice, explainJoin, explainRoom, type JoinFailureKind } from './explainRoom';
import { type Beside, cipherOf } from './snapshot';

const ORIGIN = 'http://server:7880';

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('a join that failed', () => {
  it.each<[JoinFailureKind, RegExp, boolean]>([
    ['not-allowed', /token/i, true],
    ['refused', /full/, false],
    ['unreachable', /still running/, false],
    ['cancelled', /given up/, false],
    ['other', /firewall/, false],
  ])('because of %s is told with what to do', (kind, words, asksForToken) => {
    const failure = explainJoin(kind, '', 'demo', ORIGIN);
    expect(`${failure.title} ${failure.detail}`).toMatch(words);
    expect(failure.asksForToken).toBe(asksForToken);
  });

  it('has the server’s own words where it gave some', () => {
    expect(explainJoin('not-allowed', 'could not establish signal connection: The token expired.', 'demo', ORIGIN).detail)
      .toBe('The token expired.');
    const full = 'could not establish signal connection: TOO_MANY_PARTICIPANTS: The room has 1.';
    expect(explainJoin('not-allowed', full, 'demo', ORIGIN).title)
      .toBe('“demo” takes nobody in now');
    expect(explainJoin('not-allowed', 'ROOM_FULL_OF_HOSTS: It has 16 hosts.', 'demo', ORIGIN))
      .toMatchObject({ title: '“demo” does not let you in', detail: 'It has 16 hosts.', asksForToken: false });
  });

  it.each([
    ['a refused demo token', new Problem(403, 'No demo tokens', 'Paste one'), 'No demo tokens', true],
    ['a server that is away', new Unreachable(ORIGIN, undefined), 'The server does not answer', false],
    ['a refused camera', new CaptureFailure('Refused', ''), 'Refused', false],
    ['a fault', new Error('boom'), 'That did not work', false],
  ])('by %s is told', (_, error, title, asksForToken) => {
    expect(explainRoom(error, ORIGIN)).toMatchObject({ title, asksForToken });
  });
});

describe('a device', () => {
  it.each([
    [named('NotAllowedError'), 'microphone', 'The microphone was refused'],
    [named('NotAllowedError'), 'camera', 'The camera was refused'],
    [named('NotFoundError'), 'camera', 'No camera was found'],
    [named('NotReadableError'), 'camera', 'The camera could not be opened'],
    [named('NotAllowedError'), 'screen', 'The screen was refused'],
    [named('NotAllowedError'), 'speaker', 'This speaker could not be used'],
    [named('PublishTrackError'), 'camera', 'You may not share your camera here'],
  ] as const)('that does not open (%s, %s) is told', (error, device, title) => {
    expect(explainDevice(error, device).title).toBe(title);
  });
});

describe('what somebody sends', () => {
  const beside = (encrypted: boolean, watch = new DecryptionWatch()): Beside =>
    ({ choices: new Map(), watch, encrypted, talk: [], live: undefined });
  const publication = (isEncrypted: boolean): TrackPublication => ({ isEncrypted }) as TrackPublication;
  const failing = new DecryptionWatch();
  failing.failed('ann');

  it.each([
    ['nothing', undefined, false, beside(true), 'clear'],
    ['in the clear', publication(false), false, beside(false), 'clear'],
    ['in the clear to one who encrypts', publication(false), false, beside(true), 'unencrypted'],
    ['encrypted to one who does not', publication(true), false, beside(false), 'passphrase-missing'],
    ['encrypted with the same passphrase', publication(true), false, beside(true), 'encrypted'],
    ['encrypted with another passphrase', publication(true), false, beside(true, failing), 'passphrase-wrong'],
    ['encrypted oneself', publication(true), true, beside(true, failing), 'encrypted'],
  ] as const)('%s', (_, sent, isLocal, known, cipher) => {
    expect(cipherOf(sent, 'ann', isLocal, known)).toBe(cipher);
  });
});

describe('a stay that ended', () => {
  const all: Departure[] = ['replaced', 'removed', 'room-ended', 'server-stopped', 'refused', 'lost'];
  it('is told by its reason', () => {
    const told = all.map((how) => explainDeparture(how, 'ann', 'demo'));
    expect(new Set(told.map(({ title }) => title)).size).toBe(all.length);
    expect(told.every(({ detail }) => detail.length > 20)).toBe(true);
  });
});

describe('DecryptionWatch', () => {
  it('is news once, and over when frames are decoded again', () => {
    const watch = new DecryptionWatch();
    expect(watch.isFailing('ann')).toBe(false);
    expect(watch.failed('ann')).toBe(true);
    expect(watch.failed('ann')).toBe(false);
    expect([100, 100].map((frames) => watch.decoded('ann', frames))).toEqual([false, false]);
    expect(watch.identities).toEqual(['ann']);
    expect(watch.decoded('ann', 101)).toBe(true);
    expect(watch.isFailing('ann')).toBe(false);
    expect(watch.decoded('ann', 102)).toBe(false);
  });

  it('starts over with each failure', () => {
    const watch = new DecryptionWatch();
    watch.failed('ann');
    watch.decoded('ann', 100);
    watch.failed('ann');
    expect(watch.decoded('ann', 150)).toBe(false);
    expect(watch.isFailing('ann')).toBe(true);
  });

  it('forgets one, or everybody', () => {
    const watch = new DecryptionWatch();
    ['ann', 'bob', 'cid'].forEach((identity) => watch.failed(identity));
    watch.forget('ann');
    expect(watch.identities).toEqual(['bob', 'cid']);
    watch.forget();
    expect(watch.identities).toEqual([]);
  });
});
