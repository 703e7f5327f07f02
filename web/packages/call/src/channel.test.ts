import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../e2e/support/seededRandom';
import { CallClient } from './CallClient.js';
import { CallRefused } from './failures.js';
import { bobIs, frame, incoming } from './support/frames.js';
import { FakeServer } from './support/FakeServer.js';
import { VirtualEdge } from './support/VirtualEdge.js';

let edge: VirtualEdge;
let server: FakeServer;
let client: CallClient;
let tokens: number;
let told: string[];

beforeEach(() => {
  edge = new VirtualEdge(seededRandom(7));
  server = new FakeServer(edge);
  tokens = 0;
  told = [];
  client = new CallClient({ url: 'https://example.org', token: () => `token-${++tokens}`, deviceId: 'd1', edge });
  client.on('record', ({ callId }) => told.push(callId));
  client.on('connection', (connection) => told.push(connection));
  client.on('closed', (why) => told.push(why));
});

const record = (n: number): void => server.tell({ event: 'record', record: { callId: `r${n}` } as never });

async function online(): Promise<void> {
  const connected = client.connect();
  await edge.pass(1_000);
  await connected;
  told.length = 0;
}

describe('a channel', () => {
  it('greets with a token and its device, and gets the snapshot', async () => {
    server.snapshot = { calls: [frame('RINGING', 'CALLING', { callerId: 'bob' })], habits: { callWaiting: true } };
    await online();
    expect(server.hellos[0]).toMatchObject({ token: 'token-1', device: { id: 'd1', class: 'web' } });
    expect(server.hellos[0]).not.toHaveProperty('resume');
    expect(client.calls.map(({ id, stage }) => [id, stage])).toEqual([['c1', 'incoming']]);
    expect(server.done.map(({ do: what }) => what)).toEqual(['call.ringing']);
  });

  it('knows the server\'s clock whatever the local one shows, by the exchange that was quickest', async () => {
    edge.wayMs = 300;
    await online();
    expect(client.serverNowMs()).toBeCloseTo(server.nowMs(), 3);
    edge.wayMs = 5;
    await edge.pass(20_000);
    server.clockOffsetMs += 4_000;
    edge.sockets[0]!.lose();
    await edge.pass(5_000);
    expect(client.serverNowMs()).toBeCloseTo(server.nowMs(), 3);
  });

  it('comes back after a loss with the last number, and misses and doubles nothing', async () => {
    await online();
    record(1);
    await edge.pass(100);
    record(2);
    edge.sockets[0]!.lose();
    record(3);
    await edge.pass(5_000);
    expect(server.hellos[1]).toMatchObject({ token: 'token-2', resume: { session: 's1', after: 1 } });
    expect(told).toEqual(['r1', 'connecting', 'online', 'r2', 'r3']);
  });

  it('leaves out what comes twice', async () => {
    await online();
    record(1);
    await edge.pass(100);
    server.current!.deliver({ n: 1, event: 'record', record: { callId: 'again' } });
    record(2);
    await edge.pass(100);
    expect(told).toEqual(['r1', 'r2']);
  });

  it('comes back for what is missing, and begins anew when it stays missing', async () => {
    await online();
    record(1);
    await edge.pass(100);
    server.current!.deliver({ n: 5, event: 'record', record: { callId: 'r5' } });
    await edge.pass(5_000);
    expect(server.hellos[1]).toMatchObject({ resume: { after: 1 } });
    server.current!.deliver({ n: 5, event: 'record', record: { callId: 'r5' } });
    await edge.pass(5_000);
    expect(server.hellos[2]).not.toHaveProperty('resume');
    expect(told.filter((one) => one.startsWith('r'))).toEqual(['r1']);
  });

  it('tells what it has seen, many at once', async () => {
    await online();
    for (let n = 1; n <= 5; n++) {
      record(n);
    }
    await edge.pass(1_900);
    expect(server.seen).toEqual([]);
    await edge.pass(1_000);
    expect(server.seen).toEqual([5]);
    for (let n = 6; n <= 40; n++) {
      record(n);
    }
    await edge.pass(200);
    expect(server.seen).toEqual([5, 40]);
    await edge.pass(5_000);
    expect(server.seen).toEqual([5, 40]);
  });

  it('takes the snapshot for the whole truth when its session is gone', async () => {
    server.snapshot = { calls: [frame('ONCALL', 'ONCALL', { phase: 'RUNNING', connectedAtMs: 9 })] };
    await online();
    const [call] = client.calls;
    server.snapshot = { calls: [] };
    server.forget();
    edge.sockets[0]!.lose();
    await edge.pass(5_000);
    expect(server.hellos[1]).toMatchObject({ resume: { session: 's1' } });
    expect(call!.stage).toBe('over');
    expect(client.calls).toEqual([]);
  });
});

describe('a request', () => {
  const start = (): object => ({ callId: 'c1', call: frame('CALLING', 'INVITED') });

  it('is sent again by the same id when its answer was lost, and done once', async () => {
    await online();
    server.onRequest = start;
    const dialled = client.dial('bob');
    await edge.pass(25);
    expect(server.done).toHaveLength(1);
    edge.sockets[0]!.lose();
    await edge.pass(5_000);
    expect((await dialled).stage).toBe('outgoing');
    expect(server.done).toHaveLength(1);
  });

  it('whose answer comes late brings the call as it is by then', async () => {
    await online();
    server.onRequest = start;
    const dialled = client.dial('bob');
    await edge.pass(25);
    edge.sockets[0]!.lose();
    server.tell(bobIs('RINGING'));
    server.tell({ event: 'call.ended', callId: 'c1', state: 'DECLINED', number: 1004, end: 'REFUSED', atMs: 9, talkedMs: 0 });
    await edge.pass(5_000);
    expect((await dialled).view).toMatchObject({ stage: 'over', ending: { end: 'REFUSED' } });
  });

  it('waits while there is no connection', async () => {
    await online();
    edge.offline = true;
    edge.sockets[0]!.lose();
    server.onRequest = start;
    const dialled = client.dial('bob');
    await edge.pass(10_000);
    expect(server.done).toEqual([]);
    edge.networkBack();
    await edge.pass(100);
    expect((await dialled).stage).toBe('outgoing');
  });

  it('is given up after a while', async () => {
    await online();
    edge.offline = true;
    edge.sockets[0]!.lose();
    const dialled = client.dial('bob').catch((error: unknown) => error);
    await edge.pass(46_000);
    expect(await dialled).toMatchObject({ name: 'RequestLost', why: 'TIMED_OUT' });
  });

  it('that may have been done is not asked again of a server that knows it no more; what does no harm is', async () => {
    await online();
    const dialled = client.dial('bob').catch((error: unknown) => error);
    const listed = client.records();
    server.onRequest = (asked) => (asked.do === 'records.list' ? { records: [{ callId: 'r1' }] } : {});
    edge.sockets[0]!.lose();
    server.forget();
    await edge.pass(5_000);
    expect(await dialled).toMatchObject({ why: 'UNKNOWN_OUTCOME' });
    expect((await listed).records).toHaveLength(1);
  });

  it('is refused by name', async () => {
    await online();
    server.onRequest = () => ({ code: 80202, name: 'NOT_RINGING', message: 'Nothing rings for you.' });
    const refused = client.dial('bob').catch((error: unknown) => error);
    await edge.pass(100);
    expect(await refused).toBeInstanceOf(CallRefused);
    expect(await refused).toMatchObject({ name: 'NOT_RINGING', code: 80202 });
  });

  it('that is too large is not sent', async () => {
    await online();
    await expect(client.dial('bob', { extra: 'ö'.repeat(9_000) })).rejects.toMatchObject({ why: 'TOO_LARGE' });
  });

  it('is one of a bounded number', async () => {
    await online();
    edge.offline = true;
    edge.sockets[0]!.lose();
    const asked = Array.from({ length: 65 }, () => client.records().catch((error: unknown) => (error as { why: string }).why));
    expect(await asked[64]).toBe('TOO_MANY_WAITING');
    client.close();
    expect(await asked[0]).toBe('CLOSED');
  });
});

describe('a connection', () => {
  it('that gives no answer to a ping is dropped', async () => {
    await online();
    await edge.pass(3_000);
    server.received = () => undefined;
    await edge.pass(15_000 + 8_000 + 1_000);
    expect(told).toEqual(['connecting']);
    expect(edge.sockets.length).toBeGreaterThan(1);
  });

  it('is tried again and again, later and later, and at once when the network is back', async () => {
    await online();
    edge.offline = true;
    edge.sockets[0]!.lose();
    await edge.pass(120_000);
    const tries = edge.sockets.length;
    expect(tries).toBeGreaterThan(15);
    expect(tries).toBeLessThan(40);
    edge.networkBack();
    await edge.pass(100);
    expect(told).toEqual(['connecting', 'online']);
  });

  it('gets a new token for each attempt, and is closed when three are refused', async () => {
    await online();
    server.tokenIsGood = (token) => token === 'token-4';
    edge.sockets[0]!.lose();
    await edge.pass(60_000);
    expect(told).toEqual(['connecting', 'online']);
    server.tokenIsGood = () => false;
    edge.sockets.at(-1)!.lose();
    await edge.pass(60_000);
    expect(told.slice(2)).toEqual(['connecting', 'closed', 'TOKEN_REFUSED']);
  });

  it.each([[4000, 'LOGGED_OUT'], [4403, 'BANNED'], [4409, 'REPLACED']])('closed with %i is closed for good: %s', async (code, why) => {
    await online();
    server.current!.end(code);
    await edge.pass(60_000);
    expect(told).toEqual(['closed', why]);
    expect(edge.sockets).toHaveLength(1);
  });

  it('whose token the app cannot give waits and asks again', async () => {
    let asked = 0;
    const late = new CallClient({
      url: 'https://example.org', deviceId: 'd2', edge,
      token: async () => {
        if (++asked < 3) {
          throw new Error('the back end is away');
        }
        return 'token';
      },
    });
    const connected = late.connect();
    await edge.pass(5_000);
    await connected;
    expect(asked).toBe(3);
  });

  it('watches the same people after it was lost', async () => {
    await online();
    server.onRequest = ({ userIds }) => ({ presence: (userIds as string[]).map((userId) => ({ userId, state: 'ONLINE' })) });
    const watching = client.watchPresence(['bob']);
    await edge.pass(100);
    await watching;
    edge.sockets[0]!.lose();
    await edge.pass(5_000);
    expect(server.done.filter(({ do: what }) => what === 'presence.watch')).toHaveLength(2);
  });

  it('acknowledges what rings', async () => {
    await online();
    server.tell(incoming());
    await edge.pass(100);
    expect(server.done).toMatchObject([{ do: 'call.ringing', callId: 'c1' }]);
    edge.sockets[0]!.lose();
    await edge.pass(5_000);
    expect(server.done).toHaveLength(1);
  });
});

/** Losses at any point, by seed: whatever is told is told once and in order, and whatever is asked is done once. */
it.each(Array.from({ length: 40 }, (_, seed) => seed))('nothing is lost, doubled or done twice with seed %i', async (seed) => {
  const random = seededRandom(seed);
  edge = new VirtualEdge(seededRandom(seed + 1_000));
  server = new FakeServer(edge);
  server.onRequest = ({ callIds }) => ({ deleted: (callIds as string[]).length });
  client = new CallClient({ url: 'https://example.org', token: () => 'token', deviceId: 'd1', edge });
  const heard: string[] = [];
  client.on('record', ({ callId }) => heard.push(callId));
  const connected = client.connect();
  const answers: Promise<number>[] = [];
  const expected: string[] = [];
  for (let step = 0; step < 300; step++) {
    const chance = random();
    if (chance < 0.35) {
      expected.push(`r${expected.length + 1}`);
      record(expected.length);
    } else if (chance < 0.6 && answers.length < 40) {
      answers.push(client.deleteRecords([`a${answers.length}`]));
    } else if (chance < 0.7) {
      edge.sockets.at(-1)?.lose();
    } else if (chance < 0.72) {
      edge.offline = !edge.offline;
    }
    await edge.pass(Math.floor(random() * 120));
    if (step === 0) {
      edge.offline = false;
      await edge.pass(3_000);
      await connected;
    }
  }
  edge.networkBack();
  await edge.pass(20_000);
  const before = expected.length - heard.length;
  expect(heard, `seed ${seed}`).toEqual(expected.slice(before));
  expect(before, 'only what was told before the first hello').toBeLessThanOrEqual(1);
  expect(await Promise.all(answers), `seed ${seed}`).toEqual(answers.map(() => 1));
  expect(server.done.map(({ callIds }) => (callIds as string[])[0])).toEqual(answers.map((_, index) => `a${index}`));
});
