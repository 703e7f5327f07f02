import { describe, expect, it } from 'vitest';
import { CaptureFailure } from '../media/LocalMedia';
import { Problem, Unreachable } from '../protocol/Problem';
import { ArrivalWatch } from './ArrivalWatch';
import { explain, explainGone } from './explain';
import { pageLink, pageWish } from './PageAddress';

const ORIGIN = 'http://server:7880';

describe('pageWish', () => {
  it('opens room demo when nothing is asked', () => {
    expect(pageWish(new URL(`${ORIGIN}/`))).toEqual(
      { mode: 'room', room: 'demo', user: undefined, stream: undefined, code: undefined, token: undefined, passphrase: undefined,
        transport: 'any', media: { codec: undefined, layers: undefined, height: undefined, audio: undefined } });
  });

  it('reads a deep link, the token from the fragment only', () => {
    expect(pageWish(new URL(`${ORIGIN}/?mode=watch&room=a%20b&user=bob&stream=alice_main&code=4711&transport=tcp&token=no#token=jwt`))).toMatchObject(
      { mode: 'watch', room: 'a b', user: 'bob', stream: 'alice_main', code: '4711', token: 'jwt', transport: 'tcp' });
  });

  it('knows a room’s visitor by name, and the passphrase from the fragment only', () => {
    expect(pageWish(new URL(`${ORIGIN}/?room=r&name=ann&passphrase=no#passphrase=opensesame`)))
      .toMatchObject({ mode: 'room', room: 'r', user: 'ann', passphrase: 'opensesame' });
    const wish = pageWish(new URL(`${ORIGIN}/?room=r&name=ann&code=4711`));
    expect(pageLink(new URL(`${ORIGIN}/?mode=publish#token=jwt`), wish)).toBe(`${ORIGIN}/?room=r&name=ann&code=4711`);
  });

  it('knows a place in a live room, and no other', () => {
    const wish = pageWish(new URL(`${ORIGIN}/?room=r&name=ann&role=host`));
    expect(wish.role).toBe('host');
    expect(pageLink(new URL(ORIGIN), wish)).toBe(`${ORIGIN}/?room=r&name=ann&role=host`);
    expect(pageWish(new URL(`${ORIGIN}/?room=r&role=king`)).role).toBeUndefined();
  });

  it('reads how to send, and leaves out what it does not know', () => {
    expect(pageWish(new URL(`${ORIGIN}/?codec=VP9&layers=L3T3_KEY&height=360&audio=red`)).media)
      .toEqual({ codec: 'VP9', layers: 'L3T3_KEY', height: 360, audio: 'red' });
    expect(pageWish(new URL(`${ORIGIN}/?codec=MPEG&layers=L9&height=-1&audio=pcm`)).media)
      .toEqual({ codec: undefined, layers: undefined, height: undefined, audio: undefined });
  });

  it('links back to itself without the token', () => {
    const wish = pageWish(new URL(`${ORIGIN}/?mode=watch&room=a%20b&user=bob&stream=alice_main&code=4711&transport=tcp&codec=AV1&layers=L3T3&height=360`));
    expect(pageWish(new URL(pageLink(new URL(`${ORIGIN}/#token=jwt`), wish)))).toEqual(wish);
  });
});

describe('explain', () => {
  it.each([
    ['a refused token', new Problem(401, 'Token expired', 'Make a new one'), 'Token expired', true],
    ['a forbidden room', new Problem(403, 'Wrong room', ''), 'Wrong room', true],
    ['a room without publisher', new Problem(404, 'Not found', ''), 'Nobody is publishing in “demo” yet', false],
    ['a full server', new Problem(503, 'Busy', ''), 'Busy', false],
    ['a server that is gone', new Unreachable(ORIGIN, undefined), 'The server does not answer', false],
    ['a refused camera', new CaptureFailure('The camera was refused', ''), 'The camera was refused', false],
    ['a fault', new Error('boom'), 'That did not work', false],
  ])('tells %s', (_, error, title, asksForToken) => {
    expect(explain(error, 'demo', ORIGIN)).toMatchObject({ title, asksForToken, streams: [] });
  });

  it('offers the streams of a room with several publishers', () => {
    const several = new Problem(409, 'Several', '', ['alice_main', 'bob_main']);
    expect(explain(several, 'demo', ORIGIN).streams).toEqual(['alice_main', 'bob_main']);
  });

  it('tells a server that said goodbye from a lost path', () => {
    expect(explainGone('ended', ORIGIN).title).not.toBe(explainGone('lost', ORIGIN).title);
  });
});

describe('ArrivalWatch', () => {
  it('waits for the first frame, forgives a short pause, then says what is left', () => {
    const watch = new ArrivalWatch();
    const samples = [[0, 0], [0, 50], [1, 100], [1, 150], [1, 200], [1, 250], [1, 300], [1, 300], [2, 300]];
    expect(samples.map(([framesDecoded = 0, audioPackets = 0]) => watch.next({ framesDecoded, audioPackets })))
      .toEqual(['nothing', 'sound', 'picture', 'picture', 'picture', 'picture', 'sound', 'nothing', 'picture']);
  });
});
