import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { type Door, LiveKitTab } from './support/LiveKitTab';
import { LossyRelay } from './support/LossyRelay';
import { PYTHON } from './support/NativePeer';
import { NativeTalker, type Talker, talkingTab } from './support/Talker';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const BYTES = 10 * 1024 * 1024;
const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_261_129);
const LOSS = 0.1;
const LONG = process.env['RINGCAST_LONG'] !== undefined;
/** Ten times as many are a matter of minutes on a busy machine. */
const LOSSY_BYTES = LONG ? BYTES : BYTES / 10;
const LOSSY_DOORS: Door[] = LONG ? ['/rtc/v1', '/rtc'] : ['/rtc/v1'];
const LIMIT = { timeout: 120_000 };
const LOSSY_LIMIT = { timeout: 300_000 };
const WITHOUT_PYTHON = PYTHON === '' ? ' (skipped: RINGCAST_PYTHON names no Python that has the package livekit)' : '';

let browser: Browser;
const peers: { leave(): Promise<void> }[] = [];
const relays: LossyRelay[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.leave()));
  relays.splice(0).forEach((relay) => relay.stop());
});

/** @param loss 0 to 1, each way */
async function tab(room: string, door: Door, loss = 0): Promise<Talker> {
  const opened = await LiveKitTab.open(browser, SERVER);
  peers.push({ leave: () => opened.close() });
  if (loss > 0) {
    await opened.mediaBy(async (port) => {
      const relay = await LossyRelay.start(port, { up: loss, down: loss }, SEED + relays.length);
      relays.push(relay);
      return relay.port;
    });
  }
  await opened.connect(SERVER, devToken('tab', { room, roomJoin: true }), door);
  return talkingTab(opened);
}

async function native(sdk: 'rtc-node' | 'Python', room: string, door: Door): Promise<Talker> {
  const talker = await NativeTalker.join(sdk, SERVER, room, sdk, door);
  peers.push(talker);
  return talker;
}

/** Packets both ways, a text, bytes, and calls that are answered, fail and time out. */
async function tellsAll(asker: Talker, name: string, other: string, bytes = BYTES): Promise<void> {
  const told = await asker.ask(other, bytes);
  console.log(`${name} asks ${other}: ${bytes} bytes and their hash in ${told.bytesMs} ms, everything in ${told.allMs} ms`);
  expect(told).toMatchObject({
    reliable: true, lossy: true, text: true, bytes: true, answer: `hello, ${name}`, error: '4711 on purpose with details',
  });
  expect(told.timeOut).toMatch(/^150[12] /);
}

describe('data', () => {
  it('goes between livekit-client and @livekit/rtc-node, whoever asks', LIMIT, async () => {
    const node = await native('rtc-node', 'data-node', '/rtc/v1');
    const page = await tab('data-node', '/rtc/v1');
    await tellsAll(page, 'tab', 'rtc-node');
    await tellsAll(node, 'rtc-node', 'tab');
  });

  it.skipIf(PYTHON === '')(`goes between livekit-client, Python and @livekit/rtc-node over two peer connections${WITHOUT_PYTHON}`, LIMIT, async () => {
    const python = await native('Python', 'data-python', '/rtc');
    const page = await tab('data-python', '/rtc');
    await tellsAll(page, 'tab', 'Python');
    await tellsAll(python, 'Python', 'tab');
    await native('rtc-node', 'data-python', '/rtc');
    await tellsAll(python, 'Python', 'rtc-node');
  });

  it.each(LOSSY_DOORS)('comes whole through 10 % loss each way, by %s', LOSSY_LIMIT, async (door) => {
    console.log(`seed ${SEED} (RINGCAST_SEED)`);
    const room = `data-loss${door}`;
    const node = await native('rtc-node', room, door);
    const page = await tab(room, door, LOSS);
    await tellsAll(page, 'tab', 'rtc-node', LOSSY_BYTES);
    await tellsAll(node, 'rtc-node', 'tab', LOSSY_BYTES);
    console.log(relays.map(({ up, down }) => `relay up ${JSON.stringify(up)} down ${JSON.stringify(down)}`).join(', '));
    expect(relays.reduce((sum, { up, down }) => sum + up.dropped + down.dropped, 0)).toBeGreaterThan(100);
  });
});
