import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../e2e/support/seededRandom';
import { CallClient } from './CallClient.js';
import type { CallMedia, MediaState, MediaWish } from './media.js';
import type { RoomDoor } from './protocol.js';
import { bobIs, frame, incoming } from './support/frames.js';
import { FakeServer } from './support/FakeServer.js';
import { VirtualEdge } from './support/VirtualEdge.js';

const DOOR: RoomDoor = { name: 'c1', token: 'room token' };
let edge: VirtualEdge;
let server: FakeServer;
let client: CallClient;
let deeds: string[];
let mediaState: MediaState;

function openMedia(url: string, { token }: RoomDoor, userId: string, { microphone, camera }: MediaWish): CallMedia {
  deeds.push(`${userId} enters ${url} by ${token}, microphone ${microphone}, camera ${camera}`);
  const me = { userId, microphone, video: undefined, speaking: false };
  return {
    state: mediaState, me, people: [], soundBlocked: false,
    setMicrophone: async (on) => void deeds.push(`microphone ${on}`),
    setCamera: async (on) => void deeds.push(`camera ${on}`),
    startSound: async () => undefined,
    admitted: ({ token }) => void deeds.push(`is let in, and has ${token}`),
    renew: () => void deeds.push('renews'),
    onChange: () => () => undefined,
    onTrouble: () => () => undefined,
    leave: async () => void deeds.push('leaves'),
  };
}

beforeEach(() => {
  edge = new VirtualEdge(seededRandom(11));
  server = new FakeServer(edge);
  deeds = [];
  mediaState = 'joined';
  client = new CallClient({ url: 'https://example.org', token: () => 'token', deviceId: 'd1', media: openMedia, edge });
});

async function online(): Promise<void> {
  const connected = client.connect();
  await edge.pass(1_000);
  await connected;
}

async function heard(event: Parameters<FakeServer['tell']>[0]): Promise<void> {
  server.tell(event);
  await edge.pass(100);
}

describe('the media of a call', () => {
  const enters = 'alice enters wss://example.org by room token, microphone true, camera false';

  it('open with the dialling, and end with the call', async () => {
    await online();
    server.onRequest = () => ({ callId: 'c1', call: frame('CALLING', 'INVITED'), room: DOOR });
    const dialled = client.dial('bob');
    await edge.pass(100);
    await dialled;
    await heard({ event: 'call.room', callId: 'c1', room: DOOR });
    expect(deeds).toEqual([enters]);
    await heard({ event: 'call.ended', callId: 'c1', state: 'DECLINED', number: 1004, end: 'REFUSED', atMs: 9, talkedMs: 0 });
    expect(deeds).toEqual([enters, 'leaves']);
  });

  it('open when the first one answers, where the dialling did not open them', async () => {
    await online();
    server.onRequest = () => ({ callId: 'c1', call: frame('CALLING', 'INVITED') });
    const dialled = client.dial('bob');
    await edge.pass(100);
    await dialled;
    expect(deeds).toEqual([]);
    await heard(bobIs('CONNECTING'));
    await heard({ event: 'call.room', callId: 'c1', room: DOOR });
    expect(deeds).toEqual([enters]);
  });

  it('do not open where the callee is busy, so that the call is over before its answer', async () => {
    await online();
    server.onRequest = () => {
      server.tell({ event: 'call.state', callId: 'c1', userId: 'bob', state: 'DECLINED', number: 1004, end: 'BUSY', atMs: 9 });
      server.tell({ event: 'call.ended', callId: 'c1', state: 'DECLINED', number: 1004, end: 'FOUND_BUSY', atMs: 9, talkedMs: 0 });
      return { callId: 'c1', busyUserIds: ['bob'] };
    };
    const dialled = client.dial('bob', { media: 'VIDEO' });
    await edge.pass(100);
    expect((await dialled).view).toMatchObject({
      stage: 'over', media: 'VIDEO', others: [{ userId: 'bob', state: 'DECLINED', end: 'BUSY' }], ending: { end: 'FOUND_BUSY' },
    });
    expect(client.calls).toEqual([]);
    expect(deeds).toEqual([]);
  });

  it('open with the answer, and not before', async () => {
    await online();
    await heard(incoming());
    expect(deeds).toEqual([]);
    server.onRequest = () => ({ callId: 'c1', call: frame('CONNECTING', 'CONNECTING', { callerId: 'bob', phase: 'RUNNING' }), room: DOOR });
    const accepted = client.calls[0]!.accept();
    await edge.pass(100);
    await accepted;
    expect(deeds).toEqual([enters]);
  });

  describe('that wait while it rings', () => {
    const waits = 'alice enters wss://example.org by waiting token, microphone false, camera false';

    async function ringing(preConnect: boolean): Promise<void> {
      client = new CallClient({ url: 'https://example.org', token: () => 'token', deviceId: 'd1', media: openMedia, edge, preConnect });
      await online();
      server.onRequest = ({ do: what }) => what === 'call.ringing'
        ? { callId: 'c1', room: { name: 'c1', token: 'waiting token' } }
        : { callId: 'c1', call: frame('CONNECTING', 'CONNECTING', { callerId: 'bob', phase: 'RUNNING' }), room: DOOR };
      await heard(incoming());
    }

    async function accept(): Promise<void> {
      const accepted = client.calls[0]!.accept();
      await edge.pass(100);
      await accepted;
    }

    it('go on by the connection that they have', async () => {
      await ringing(true);
      expect(deeds).toEqual([waits]);
      expect(client.calls[0]!.media).toBeUndefined();
      await accept();
      expect(deeds).toEqual([waits, 'is let in, and has room token', 'microphone true', 'camera false']);
      expect(client.calls[0]!.media).toBeDefined();
    });

    it('leave when it rings no longer', async () => {
      await ringing(true);
      await heard({ event: 'call.ringingEnded', callId: 'c1', why: 'ANSWERED_ELSEWHERE' });
      expect(deeds).toEqual([waits, 'leaves']);
    });

    it('begin anew where they were put out', async () => {
      mediaState = 'over';
      await ringing(true);
      await accept();
      expect(deeds).toEqual([waits, 'leaves', enters]);
    });

    it('do not open where nobody wants them to', async () => {
      await ringing(false);
      expect(deeds).toEqual([]);
      await accept();
      expect(deeds).toEqual([enters]);
    });
  });

  it('are entered again by the page that comes back to its call, by the snapshot', async () => {
    const talking = frame('ONCALL', 'ONCALL', { phase: 'RUNNING', connectedAtMs: 9, here: true, media: 'VIDEO', room: DOOR });
    server.snapshot = { calls: [talking] };
    await online();
    expect(deeds).toEqual(['alice enters wss://example.org by room token, microphone true, camera true']);
    expect(server.done).toEqual([]);
  });

  it('are renewed a moment after the channel came back, as long as the call goes on', async () => {
    server.snapshot = { calls: [frame('ONCALL', 'ONCALL', { phase: 'RUNNING', here: true, room: DOOR })] };
    await online();
    await edge.pass(10_000);
    expect(deeds).toEqual([enters]);
    server.current!.lose();
    await edge.pass(3_000);
    expect(client.connection).toBe('online');
    expect(deeds).toEqual([enters, 'renews']);
    server.current!.lose();
    server.snapshot = { calls: [] };
    server.forget();
    await edge.pass(3_000);
    expect(deeds).toEqual([enters, 'renews', 'leaves']);
  });

  it('are left alone where another device carries the call, or nobody does', async () => {
    server.snapshot = {
      calls: [frame('ONCALL', 'ONCALL', { phase: 'RUNNING', here: false })],
      open: [frame('ENDED', 'ONCALL', { callId: 'c2', phase: 'RUNNING', type: 'MULTI' })],
    };
    await online();
    expect(client.calls.map(({ id, stage }) => [id, stage])).toEqual([['c1', 'running'], ['c2', 'running']]);
    expect(deeds).toEqual([]);
  });

  it('end when this user leaves a call that goes on, and open again with the return', async () => {
    const party = { type: 'MULTI', phase: 'RUNNING', connectedAtMs: 9, here: true, room: DOOR } as const;
    server.snapshot = { calls: [frame('ONCALL', 'ONCALL', party)] };
    await online();
    const [call] = client.calls;
    const endings: unknown[] = [];
    call!.on('ended', ({ end }) => endings.push(end));
    await heard({ event: 'call.ended', callId: 'c1', state: 'ENDED', number: 1000, end: 'HUNG_UP', atMs: 99, talkedMs: 90 });
    expect([call!.stage, deeds, endings]).toEqual(['running', [enters, 'leaves'], ['HUNG_UP']]);
    server.onRequest = () => ({ call: frame('CONNECTING', 'ONCALL', party), room: DOOR });
    const joined = call!.join();
    await edge.pass(100);
    await joined;
    expect([call!.stage, deeds]).toEqual(['talking', [enters, 'leaves', enters]]);
  });

  it('follow the call from audio to video and back', async () => {
    server.snapshot = { calls: [frame('ONCALL', 'ONCALL', { phase: 'RUNNING', here: true, room: DOOR })] };
    await online();
    await heard({ event: 'call.media', callId: 'c1', media: 'VIDEO' });
    await heard({ event: 'call.media', callId: 'c1', media: 'AUDIO' });
    expect(deeds).toEqual([enters, 'camera true', 'camera false']);
  });
});
