import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { type Door, LiveKitTab } from './support/LiveKitTab';
import { PYTHON, type Sdk } from './support/NativePeer';
import { NativeTalker, type Talker, talkingTab } from './support/Talker';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const BYTES = 1024 * 1024;
const LIMIT = { timeout: 120_000 };
const WITHOUT_PYTHON = PYTHON === '' ? ' (skipped: RINGCAST_PYTHON names no Python that has the package livekit)' : '';

describe('whoever asks by data', () => {
  let browser: Browser;
  const peers: { leave(): Promise<void> }[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());
  afterEach(async () => {
    await Promise.all(peers.splice(0).map((peer) => peer.leave()));
  });

  async function tab(room: string, door: Door): Promise<Talker> {
    const opened = await LiveKitTab.open(browser, SERVER);
    peers.push({ leave: () => opened.close() });
    await opened.connect(SERVER, devToken('tab', { room, roomJoin: true }), door);
    return talkingTab(opened);
  }

  async function native(sdk: Sdk, room: string, door: Door): Promise<Talker> {
    const talker = await NativeTalker.join(sdk, SERVER, room, sdk, door);
    peers.push(talker);
    return talker;
  }

  /** Packets both ways, a text, bytes, and calls that are answered, fail and time out. */
  async function isAnswered(asker: Talker, name: string, other: string): Promise<void> {
    const told = await asker.ask(other, BYTES);
    console.log(`${name} asks ${other}: ${BYTES} bytes and their hash in ${told.bytesMs} ms, everything in ${told.allMs} ms`);
    expect(told).toMatchObject({
      reliable: true, lossy: true, text: true, bytes: true, answer: `hello, ${name}`, error: '4711 on purpose with details',
    });
    expect(told.timeOut).toMatch(/^150[12] /);
  }

  it('is answered: livekit-client and @livekit/rtc-node over one peer connection', LIMIT, async () => {
    const node = await native('rtc-node', 'data-node', '/rtc/v1');
    const page = await tab('data-node', '/rtc/v1');
    await isAnswered(page, 'tab', 'rtc-node');
    await isAnswered(node, 'rtc-node', 'tab');
  });

  it.skipIf(PYTHON === '')(`is answered: Python, livekit-client and @livekit/rtc-node over two${WITHOUT_PYTHON}`, LIMIT, async () => {
    const python = await native('Python', 'data-python', '/rtc');
    const page = await tab('data-python', '/rtc');
    await isAnswered(page, 'tab', 'Python');
    await isAnswered(python, 'Python', 'tab');
    await native('rtc-node', 'data-python', '/rtc');
    await isAnswered(python, 'Python', 'rtc-node');
  });
});
