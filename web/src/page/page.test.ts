import { describe, expect, it } from 'vitest';
import { pageLink, pageWish } from './PageAddress';
import { hueOf, initials } from './initials';

const ORIGIN = 'http://server:7880';

describe('pageWish', () => {
  it('opens room demo when nothing is asked', () => {
    expect(pageWish(new URL(`${ORIGIN}/`))).toEqual(
      { mode: 'room', room: 'demo', user: undefined, stream: undefined, code: undefined, token: undefined, passphrase: undefined,
        transport: 'any', media: { codec: undefined, layers: undefined, height: undefined, audio: undefined } });
  });

  it('reads a deep link, the token from the fragment only', () => {
    const link = `${ORIGIN}/?mode=watch&room=a%20b&user=bob&stream=alice_main&code=4711&transport=tcp&token=no#token=jwt`;
    expect(pageWish(new URL(link))).toMatchObject(
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
    const where = 'mode=watch&room=a%20b&user=bob&stream=alice_main&code=4711';
    const wish = pageWish(new URL(`${ORIGIN}/?${where}&transport=tcp&codec=AV1&layers=L3T3&height=360`));
    expect(pageWish(new URL(pageLink(new URL(`${ORIGIN}/#token=jwt`), wish)))).toEqual(wish);
  });
});

describe('initials', () => {
  it.each([
    ['ann', 'A'], ['ann lee', 'AL'], ['Ann-Marie van der Lee', 'AL'], ['guest-4x', 'G4'], ['', '?'], ['  ', '?'],
    ['😀 face', '😀F'], ['élan', 'É'],
  ])('of “%s” are %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });

  it('come in a colour of their own', () => {
    expect(hueOf('ann')).toBe(hueOf('ann'));
    expect(new Set(['ann', 'bob', 'cid', 'dan', 'eve'].map(hueOf)).size).toBe(5);
  });
});
