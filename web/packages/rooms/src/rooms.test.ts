import { beforeEach, describe, expect, it } from 'vitest';
import { WAITING_MAX } from './Following.js';
import { RingcastRoom, RoomRefusal, RoomUnreachable } from './index.js';
import type { Link } from './model.js';
import { FakeRoom } from './support/FakeRoom.js';
import { FakeServer, settled } from './support/FakeServer.js';

const HAND = { userId: 'eve', participantId: 'PA_eve', raisedAtMs: 5 };
const INVITATION = { invitationId: 'IV_1', userId: 'eve', by: 'ann', expiresAtMs: 9 };
const LINK: Link = {
  linkId: 'LK_1', state: 'PENDING',
  inviter: { roomId: 'r', userId: 'ann', joined: false, autoMix: true },
  invitee: { roomId: 'other', userId: 'bob', joined: false, autoMix: true },
  here: 'INVITER', extra: '', expiresAtMs: 9, acceptedAtMs: null, reason: null,
};

let server: FakeServer;
let room: FakeRoom;
let live: RingcastRoom;
let told: string[];

beforeEach(() => {
  server = new FakeServer();
  room = new FakeRoom();
  live = new RingcastRoom(room.asRoom(), { url: 'ws://server/', token: () => 'newest', edge: server });
  told = [];
  for (const event of ['handRaised', 'handLowered', 'invited', 'invitationEnded', 'roleChanged', 'attributesChanged', 'countChanged',
    'linkRequested', 'linkCancelled', 'linkRejected', 'linkTimedOut', 'linkAccepted', 'linkJoined', 'linkLeft', 'linkEnded',
    'trouble'] as const) {
    live.on(event, () => told.push(event));
  }
});

async function connected(): Promise<void> {
  room.connect();
  await settled();
}

function news(type: string, sequence: number, details: object): void {
  room.packet({ type, sequence, timeMs: 0, roomId: 'r', details });
}

describe('the view', () => {
  it('is the picture that the server gives once the client is in the room', async () => {
    expect(live.view).toBeUndefined();
    server.picture = { ...server.picture, hands: [HAND], count: 12, audience: 10 };
    server.attributes = { topic: 'birds' };
    room.remoteParticipants.set('bob', { identity: 'bob' });
    await connected();
    expect(live.view).toEqual({
      roomId: 'r', mode: 'LIVE', me: { userId: 'ann', role: 'HOST' }, count: 12, audience: 10, hands: [HAND], invitations: [], links: [],
      attributes: { topic: 'birds' }, hosts: [{ userId: 'ann', roomId: undefined }, { userId: 'bob', roomId: undefined }],
    });
    expect(server.asked[0]).toMatchObject({ method: 'GET', path: 'r/stage', token: 'Bearer newest' });
  });

  it('of a client that is in a room already is there as well', async () => {
    room.state = 'connected';
    const late = new RingcastRoom(room.asRoom(), { url: 'http://server', token: 't', edge: server });
    await settled();
    expect(late.view?.mode).toBe('LIVE');
  });

  it('of a meeting has no stage', async () => {
    server.picture = { ...server.picture, mode: 'MEETING', role: 'PARTICIPANT', count: 3 };
    room.remoteParticipants.set('bob', { identity: 'bob' });
    await connected();
    expect(live.view).toMatchObject({ mode: 'MEETING', me: { role: 'PARTICIPANT' }, count: 3, hosts: [], hands: [] });
    news('count_changed', 11, { count: 4, audience: 0 });
    expect(live.view?.count).toBe(4);
    expect(told).toEqual(['countChanged']);
  });

  it('goes on with what happens', async () => {
    await connected();
    news('hand_raised', 11, HAND);
    news('hand_raised', 12, { ...HAND, raisedAtMs: 6 });
    expect(live.view?.hands).toEqual([{ ...HAND, raisedAtMs: 6 }]);
    news('invited', 14, INVITATION);
    expect(live.view?.invitations).toEqual([INVITATION]);
    news('invitation_ended', 15, { ...INVITATION, outcome: 'ACCEPTED' });
    news('hand_lowered', 16, { userId: 'eve', participantId: 'PA_eve', reason: 'ON_STAGE' });
    news('attributes_changed', 17, { set: { a: '1', b: '2' }, removed: [], message: null, userId: 'bob', large: false });
    news('attributes_changed', 18, { set: {}, removed: ['a'], message: null, userId: 'bob', large: false });
    expect(live.view).toMatchObject({ hands: [], invitations: [], attributes: { b: '2' } });
    expect(told).toEqual(
      ['handRaised', 'handRaised', 'invited', 'invitationEnded', 'handLowered', 'attributesChanged', 'attributesChanged']);
  });

  it('has a link as long as it lives, and knows whose host stands here', async () => {
    await connected();
    news('link_requested', 11, LINK);
    news('link_accepted', 12, { ...LINK, state: 'ACCEPTED' });
    const joined = { ...LINK, state: 'JOINED', inviter: { ...LINK.inviter, joined: true } };
    news('link_joined', 13, joined);
    room.comes('bob');
    expect(live.view?.links).toEqual([joined]);
    expect(live.view?.hosts).toEqual([{ userId: 'ann', roomId: undefined }, { userId: 'bob', roomId: 'other' }]);
    news('link_ended', 14, { ...joined, state: 'ENDED', reason: 'ENDED_BY_INVITEE' });
    expect(live.view?.links).toEqual([]);
    expect(told).toEqual(['linkRequested', 'linkAccepted', 'linkJoined', 'linkEnded']);
  });

  it('is asked for anew when one becomes a host, who may know more', async () => {
    server.picture = { ...server.picture, role: 'AUDIENCE' };
    await connected();
    server.picture = { ...server.picture, role: 'HOST', sequence: 20, hands: [HAND] };
    news('role_changed', 11, { userId: 'ann', participantId: 'PA_ann', role: 'HOST' });
    expect(live.view?.me.role).toBe('HOST');
    await settled();
    expect(live.view?.hands).toEqual([HAND]);
  });

  it('is asked for anew for attributes too large to be told', async () => {
    await connected();
    server.attributes = { big: 'x' };
    news('attributes_changed', 11, { set: null, removed: [], message: null, userId: 'bob', large: true });
    await settled();
    expect(live.view?.attributes).toEqual({ big: 'x' });
  });
});

describe('news', () => {
  it('that come before the picture wait for it, and none is applied twice', async () => {
    server.hold();
    room.connect();
    news('hand_raised', 9, HAND);
    news('hand_lowered', 12, { userId: 'eve', participantId: 'PA_eve', reason: 'LOWERED' });
    server.picture = { ...server.picture, sequence: 11, hands: [HAND] };
    await settled();
    await server.release();
    await server.release();
    expect(live.view?.hands).toEqual([]);
    expect(told).toEqual(['handRaised', 'handLowered']);
    news('hand_raised', 12, HAND);
    expect(live.view?.hands).toEqual([]);
  });

  it('that were missed while the client was away are in a new picture', async () => {
    await connected();
    server.picture = { ...server.picture, sequence: 30, hands: [HAND] };
    room.emit('reconnected');
    await settled();
    expect(live.view?.hands).toEqual([HAND]);
  });

  it('are those of the room to which the client was moved', async () => {
    await connected();
    server.picture = { ...server.picture, roomId: 'next', sequence: 1, count: 7 };
    room.name = 'next';
    room.emit('moved', 'next');
    await settled();
    expect(live.view).toMatchObject({ roomId: 'next', count: 7 });
    news('count_changed', 50, { count: 1, audience: 0 });
    expect(live.view?.count).toBe(7);
  });

  it.each([
    ['from a participant', HAND, { from: {} }],
    ['from somebody unknown', HAND, { identity: 'mallory' }],
    ['encrypted by somebody', HAND, { encryption: 1 }],
    ['on another topic', HAND, { topic: 'chat' }],
  ])('forged %s count for nothing', async (_, details, sender) => {
    await connected();
    room.packet({ type: 'hand_raised', sequence: 11, timeMs: 0, roomId: 'r', details }, sender);
    expect(live.view?.hands).toEqual([]);
  });

  it.each(['', 'no JSON', 'null', '[]', '{"type":"hand_raised"}', '{"type":"hand_raised","sequence":"11","details":{}}',
    '{"type":"unheard_of","sequence":11,"roomId":"r","details":{}}'])('that say %j change nothing', async (text) => {
    await connected();
    const before = live.view;
    room.packet(text as unknown as object);
    expect(live.view).toEqual(before);
  });

  it('of a flood are bounded while the picture is awaited', async () => {
    server.hold();
    room.connect();
    for (let n = 0; n <= WAITING_MAX; n++) {
      news('count_changed', 11 + n, { count: n, audience: 0 });
    }
    await settled();
    expect(server.asked.filter(({ path }) => path === 'r/stage')).toHaveLength(2);
    server.picture = { ...server.picture, sequence: 2_000, count: 99 };
    await server.release();
    await server.release();
    expect(live.view?.count).toBe(99);
    expect(told).toEqual([]);
  });
});

describe('a picture that cannot be had', () => {
  it('is asked for again, later and later', async () => {
    server.answer('GET r/stage', 0);
    await connected();
    expect(live.view).toBeUndefined();
    await server.advance(499);
    expect(server.asked).toHaveLength(1);
    await server.advance(1);
    await server.advance(1_000);
    expect(server.asked).toHaveLength(3);
    expect(told).toEqual(['trouble', 'trouble', 'trouble']);
    server.forget('GET r/stage');
    await server.advance(2_000);
    expect(live.view?.mode).toBe('LIVE');
  });

  it('is not asked for when the client has gone, nor after the close', async () => {
    server.answer('GET r/stage', 503);
    await connected();
    room.emit('disconnected');
    await server.advance(60_000);
    expect(server.asked).toHaveLength(1);
    live.close();
    expect(room.listenerCount).toBe(0);
    room.connect();
    expect(server.asked).toHaveLength(1);
  });
});

describe('calls', () => {
  it.each<[string, string, string, unknown, (of: RingcastRoom) => Promise<unknown>]>([
    ['raiseHand', 'PUT', 'r/stage/hand', undefined, (of) => of.raiseHand()],
    ['lowerHand', 'DELETE', 'r/stage/hand', undefined, (of) => of.lowerHand()],
    ['declineHand', 'DELETE', 'r/stage/hands/e%2Fve', undefined, (of) => of.declineHand('e/ve')],
    ['invite', 'POST', 'r/stage/invitations', { userId: 'eve', timeoutS: 10 }, (of) => of.invite('eve', 10)],
    ['invite for the usual time', 'POST', 'r/stage/invitations', { userId: 'eve' }, (of) => of.invite('eve')],
    ['withdraw', 'DELETE', 'r/stage/invitations/IV_1', undefined, (of) => of.withdraw('IV_1')],
    ['accept', 'POST', 'r/stage/invitations/IV_1/answer', { accept: true }, (of) => of.accept('IV_1')],
    ['reject', 'POST', 'r/stage/invitations/IV_1/answer', { accept: false }, (of) => of.reject('IV_1')],
    ['sendBack', 'DELETE', 'r/stage/hosts/eve', undefined, (of) => of.sendBack('eve')],
    ['goBack', 'DELETE', 'r/stage/hosts/ann', undefined, (of) => of.goBack()],
    ['chooseLayer', 'PUT', 'r/streams/eve_main/layer', { layer: 'small', paused: false }, (of) => of.chooseLayer('eve_main', 'SMALL')],
    ['requestLink', 'POST', 'r/links', { roomId: 'other', userId: 'bob', extra: 'go' },
      (of) => of.requestLink('other', 'bob', { extra: 'go' })],
    ['acceptLink', 'POST', 'r/links/LK_1/answer', { accept: true, join: false }, (of) => of.acceptLink('LK_1', { join: false })],
    ['rejectLink', 'POST', 'r/links/LK_1/answer', { accept: false, extra: '' }, (of) => of.rejectLink('LK_1')],
    ['cancelLink', 'DELETE', 'r/links/LK_1', undefined, (of) => of.cancelLink('LK_1')],
    ['joinLink', 'POST', 'r/links/LK_1/join', undefined, (of) => of.joinLink('LK_1')],
    ['leaveLink', 'POST', 'r/links/LK_1/leave', undefined, (of) => of.leaveLink('LK_1')],
    ['endLink', 'DELETE', 'r/links/LK_1', undefined, (of) => of.endLink('LK_1')],
    ['audience', 'GET', 'r/audience?limit=10&after=3', undefined, (of) => of.audience(10, 3)],
  ])('%s', async (_, method, path, body, call) => {
    await call(live);
    expect(server.asked).toEqual([{ method, path, body, token: 'Bearer newest' }]);
  });

  it('answer what the server answers', async () => {
    server.answer('PUT r/stage/hand', 200, HAND).answer('PATCH r/attributes', 200, { attributes: { topic: 'birds' } });
    expect(await live.raiseHand()).toEqual(HAND);
    expect(await live.setAttributes({ topic: 'birds', old: null }, { name: 'topic', content: '{}' })).toEqual({ topic: 'birds' });
    expect(server.asked.at(-1)?.body).toEqual({ attributes: { topic: 'birds', old: null }, message: { name: 'topic', content: '{}' } });
  });

  it('are refused by name, with what to do and RongCloud’s number', async () => {
    server.answer('POST r/links', 409,
      { type: 'urn:ringcast:problem:same-room', title: 'The same room', detail: 'Name another room.', code: 50075 });
    const refused = await live.requestLink('r', 'bob').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RoomRefusal);
    expect(refused).toMatchObject({ type: 'same-room', status: 409, code: 50075, title: 'The same room', message: 'Name another room.' });
  });

  it('are refused by their status where the answer says nothing', async () => {
    server.answer('PUT r/stage/hand', 502);
    await expect(live.raiseHand()).rejects.toMatchObject({ type: '', status: 502, message: 'The server answered 502' });
  });

  it('say that nobody answered', async () => {
    server.answer('PUT r/stage/hand', 0);
    await expect(live.raiseHand()).rejects.toBeInstanceOf(RoomUnreachable);
  });
});
