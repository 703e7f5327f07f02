import { DataPacket_Kind, RoomServiceClient } from 'livekit-server-sdk';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { DataTab } from './support/DataTab';
import type { Door } from './support/LiveKitTab';
import { participants } from './support/rooms';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const FILE_BYTES = 10_000_000;
const service = new RoomServiceClient(SERVER, 'devkey', 'secret');

/** A call of the server's to a participant's method; the SDK for Node.js has none. */
async function performRpc(
  room: string, identity: string, method: string, payload: string,
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${SERVER}/twirp/livekit.RoomService/PerformRpc`, {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${devToken('server', { roomAdmin: true, room })}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ room, destination_identity: identity, method, payload, response_timeout_ms: 5_000 }),
  });
  return { status: response.status, body: await response.json() as Record<string, string> };
}

describe.each<Door>(['/rtc/v1', '/rtc'])('data between tabs at %s', (door) => {
  const room = `data${door.replaceAll('/', '-')}`;
  let browser: Browser;
  let ann: DataTab;
  let bob: DataTab;
  let cid: DataTab;

  beforeAll(async () => {
    browser = await launch();
    ann = await DataTab.join(browser, SERVER, room, 'ann', door);
    bob = await DataTab.join(browser, SERVER, room, 'bob', door);
    cid = await DataTab.join(browser, SERVER, room, 'cid', door, { canPublishData: false });
  });
  afterAll(async () => browser.close());

  it('reaches everybody but its sender, reliable and lossy, with its topic', async () => {
    const heard = async (tab: DataTab): Promise<string[]> =>
      (await tab.packets()).map(({ from, topic, text }) => `${from} ${topic} ${text}`);
    await ann.send('hello', { reliable: true, topic: 'a topic' });
    for (const tab of [bob, cid]) {
      await expect.poll(() => heard(tab)).toContain('ann a topic hello');
      // What may be lost is, by whoever's channel has not opened yet.
      await expect.poll(async () => {
        await ann.send('quick', { reliable: false });
        return heard(tab);
      }).toContain('ann  quick');
    }
    expect(await ann.packets()).toEqual([]);
  });

  it('reaches those only whom it is for', async () => {
    await bob.send('secret', { reliable: true, destinationIdentities: ['ann'] });
    await bob.send('open', { reliable: true });
    await expect.poll(async () => (await ann.packets()).map(({ text }) => text)).toEqual(['secret', 'open']);
    await expect.poll(async () => (await cid.packets()).at(-1)?.text).toBe('open');
    expect((await cid.packets()).map(({ text }) => text)).not.toContain('secret');
  });

  it('keeps the order of a thousand packets', async () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    const before = (await cid.packets()).length;
    await Promise.all(numbers.map((text) => ann.send(text, { reliable: true })));
    await expect.poll(async () => (await cid.packets()).length, { timeout: 20_000 }).toBe(before + numbers.length);
    const heard = (await bob.packets()).slice(-numbers.length).map(({ text }) => text);
    expect([...heard].sort()).toEqual([...numbers].sort());
  });

  it('carries a text stream and a file of 10 MB', async () => {
    const text = 'a long text, '.repeat(10_000);
    await ann.sendText(text);
    await expect.poll(async () => (await bob.texts()).map((one) => one.text === text)).toEqual([true]);
    const began = performance.now();
    const hash = await ann.sendFile(FILE_BYTES);
    await expect.poll(async () => bob.files(), { timeout: 60_000 }).toEqual([{ from: 'ann', name: 'random.bin', bytes: FILE_BYTES, hash }]);
    console.log(`${door}: a file of ${FILE_BYTES} bytes in ${Math.round(performance.now() - began)} ms`);
    await expect.poll(async () => (await cid.files()).map((file) => file.hash), { timeout: 60_000 }).toEqual([hash]);
    for (const { userId, drops } of await participants(SERVER, room)) {
      console.log(`${door}: ${userId} ${JSON.stringify(drops)}`);
    }
  });

  it('carries calls, their answers, errors and time-outs', async () => {
    await bob.answer('echo', 'echo');
    await bob.answer('fails', 'error');
    await bob.answer('waits', 'never');
    expect(await ann.call('bob', 'echo', 'hi')).toBe('ann: hi');
    expect(await ann.call('bob', 'fails', 'x')).toBe('error 1234 not today');
    expect(await ann.call('bob', 'waits', 'x', 3000)).toContain('error 1502');
    expect(await ann.call('bob', 'unknown', 'x')).toContain('error 1400');
    // The SDK waits 7 s for a sign that a call arrived, but no longer than for the answer.
    expect(await ann.call('nobody', 'echo', 'x', 10_000)).toContain('error 1501');
  });

  it('brings what a back end sends, and its calls', async () => {
    const news = new TextEncoder().encode('from the server');
    await service.sendData(room, news, DataPacket_Kind.RELIABLE, { topic: 'news', destinationIdentities: ['cid'] });
    await expect.poll(async () => (await cid.packets()).at(-1)).toEqual({ from: '', topic: 'news', text: 'from the server' });
    expect((await bob.packets()).map(({ topic }) => topic)).not.toContain('news');
    await ann.answer('server', 'echo');
    const { status, body } = await performRpc(room, 'ann', 'server', 'hi');
    expect(status).toBe(200);
    expect(body['payload']).toMatch(/: hi$/);
    expect((await performRpc(room, 'bob', 'fails', 'x')).body['msg']).toContain('RpcError 1234: not today');
    expect((await performRpc(room, 'bob', 'unknown', 'x')).body['msg']).toContain('RpcError 1400');
    expect((await performRpc(room, 'nobody', 'x', 'x')).status).toBe(404);
  });

  it('takes nothing from who may not send', async () => {
    const before = (await ann.packets()).length;
    await cid.send('psst', { reliable: true });
    await bob.send('after', { reliable: true });
    await expect.poll(async () => (await ann.packets()).length).toBe(before + 1);
  });
});
