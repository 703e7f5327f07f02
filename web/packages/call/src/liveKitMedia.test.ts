import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveKitMedia } from './LiveKitMedia.js';
import type { CallMedia } from './media.js';

/** Every room that was made, newest last; how each connect ends is the test's. */
const kit = vi.hoisted(() => {
  type Listener = (...about: unknown[]) => void;
  const rooms: FakeRoom[] = [];

  class FakeRoom {
    state = 'disconnected';
    canPlaybackAudio = true;
    readonly remoteParticipants = new Map();
    readonly localParticipant = { setMicrophoneEnabled: async () => undefined, setCameraEnabled: async () => undefined };
    private readonly listeners: [string, Listener][] = [];
    private settle: { resolve: () => void; reject: (why: Error) => void } | undefined;

    constructor() {
      rooms.push(this);
    }

    on(event: string, listener: Listener): this {
      this.listeners.push([event, listener]);
      return this;
    }

    tell(event: string, ...about: unknown[]): void {
      this.listeners.filter(([name]) => name === event).forEach(([, listener]) => listener(...about));
    }

    async connect(): Promise<void> {
      this.state = 'connecting';
      return new Promise((resolve, reject) => {
        this.settle = { resolve, reject };
      });
    }

    async comesIn(): Promise<void> {
      this.state = 'connected';
      this.settle!.resolve();
      await vi.advanceTimersByTimeAsync(0);
    }

    async fails(): Promise<void> {
      this.state = 'disconnected';
      this.settle!.reject(new Error('no way'));
      await vi.advanceTimersByTimeAsync(0);
    }

    async disconnect(): Promise<void> {
      this.state = 'disconnected';
    }
  }

  const names = new Proxy({}, { get: (_, name) => String(name) });
  return { rooms, Room: FakeRoom, RoomEvent: names, VideoPresets: { h720: {} }, DisconnectReason: names, Track: { Source: names },
    ConnectionState: { Connected: 'connected' } };
});
vi.mock('livekit-client', () => kit);

const LONGEST_WAIT_MS = 8_000;
let media: CallMedia;

async function newest(count: number): Promise<(typeof kit.rooms)[number]> {
  await vi.waitFor(() => expect(kit.rooms).toHaveLength(count));
  return kit.rooms.at(-1)!;
}

beforeEach(() => {
  vi.useFakeTimers();
  kit.rooms.length = 0;
  media = liveKitMedia('wss://example.org', { name: 'c1', token: 'room token' }, 'alice', { microphone: true, camera: false });
});
afterEach(async () => {
  await media.leave();
  vi.useRealTimers();
});

describe('a way that broke', () => {
  beforeEach(async () => {
    await (await newest(1)).comesIn();
    expect(media.state).toBe('joined');
  });

  it('is left to livekit-client, until it gives up', async () => {
    const [room] = kit.rooms;
    room!.tell('Reconnecting');
    expect(media.state).toBe('away');
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    expect(kit.rooms).toHaveLength(1);
    room!.tell('Disconnected', 'SIGNAL_CLOSE');
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    await (await newest(2)).comesIn();
    expect(media.state).toBe('joined');
  });

  it.each(['reconnecting', 'signalReconnecting'])('is made anew at once when the server is surely there: %s', async (state) => {
    const [room] = kit.rooms;
    room!.state = state;
    media.renew();
    expect([media.state, room!.state]).toEqual(['away', 'disconnected']);
    room!.tell('Disconnected', 'CLIENT_INITIATED');
    await (await newest(2)).comesIn();
    expect(media.state).toBe('joined');
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    expect(kit.rooms).toHaveLength(2);
  });

  it('is not waited for longer when the server is surely there', async () => {
    kit.rooms[0]!.tell('Disconnected', 'SIGNAL_CLOSE');
    media.renew();
    await (await newest(2)).comesIn();
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    expect([media.state, kit.rooms.length]).toEqual(['joined', 2]);
  });

  it('is left alone where it is whole', async () => {
    media.renew();
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    expect([media.state, kit.rooms.length]).toEqual(['joined', 1]);
  });

  it('is not made anew for a call that ended', async () => {
    kit.rooms[0]!.state = 'reconnecting';
    await media.leave();
    media.renew();
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    expect([media.state, kit.rooms.length]).toEqual(['over', 1]);
  });
});

it('a join that hangs gives way to a new one, and changes nothing any more', async () => {
  const hanging = await newest(1);
  media.renew();
  const room = await newest(2);
  await hanging.fails();
  expect(media.state).toBe('joining');
  await room.comesIn();
  await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
  expect([media.state, kit.rooms.length]).toEqual(['joined', 2]);
});

it('a join that was given up and comes in after all leaves again', async () => {
  const late = await newest(1);
  media.renew();
  await newest(2);
  await late.comesIn();
  expect([late.state, media.state]).toEqual(['disconnected', 'joining']);
});
