import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { type Door, LiveKitTab } from './support/LiveKitTab';
import { LossyRelay } from './support/LossyRelay';
import { PYTHON, type Sdk } from './support/NativePeer';
import { SignalDetour } from './support/SignalDetour';
import { NativeTalker, type Talker, talkingTab } from './support/Talker';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_260_301);
const BYTES = 10_000_000;
/** Of all that a peer sends and is sent, fewer mean that it found a way past its relay. */
const LOST_MIN = 100;
const LIMIT = { timeout: 300_000 };
const WITHOUT_PYTHON = PYTHON === '' ? ' (skipped: RINGCAST_PYTHON names no Python that has the package livekit)' : '';

/** Losses take some minutes more; `dataLoss` has them in every run, for livekit-client. */
const LOSSES: [string, number][] = [['', 0], [' while a tenth is lost each way', 0.1]];

describe.each(LOSSES.slice(0, process.env['E2E_LONG'] === undefined ? 1 : 2))('whoever asks by data%s', (_, loss) => {
  let browser: Browser;
  const peers: { leave(): Promise<void> }[] = [];
  const relays: LossyRelay[] = [];
  const detours: SignalDetour[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());
  afterEach(async () => {
    const gone = await Promise.all(peers.splice(0).map((peer) => peer.leave()));
    detours.splice(0).forEach((detour) => detour.stop());
    if (loss > 0) {
      const lossy = relays.filter(({ up, down }) => up.dropped + down.dropped > LOST_MIN);
      expect(lossy.length, 'peers whose packets were lost').toBeGreaterThanOrEqual(gone.length);
      console.log(`seed ${SEED} (RINGCAST_SEED), relays ${JSON.stringify(relays.map(({ up, down }) => ({ up, down })))}`);
    }
    relays.splice(0).forEach((relay) => relay.stop());
  });

  async function relayFor(serverPort: number): Promise<number> {
    const relay = await LossyRelay.start(serverPort, { up: loss, down: loss }, SEED + relays.length);
    relays.push(relay);
    return relay.port;
  }

  async function tab(room: string, door: Door): Promise<Talker> {
    const opened = await LiveKitTab.open(browser, SERVER);
    peers.push({ leave: () => opened.close() });
    if (loss > 0) {
      await opened.mediaBy(relayFor);
    }
    await opened.connect(SERVER, devToken('tab', { room, roomJoin: true }), door);
    return talkingTab(opened);
  }

  /** One for each peer, which keeps its relays however often it is told of the server's ports. */
  async function detour(): Promise<string> {
    const known = new Map<number, Promise<number>>();
    const opened = await SignalDetour.start(SERVER, async (port) => {
      const relay = known.get(port) ?? relayFor(port);
      known.set(port, relay);
      return relay;
    });
    detours.push(opened);
    return opened.url;
  }

  async function native(sdk: Sdk, room: string, door: Door): Promise<Talker> {
    const talker = await NativeTalker.join(sdk, loss > 0 ? await detour() : SERVER, room, sdk, door);
    peers.push(talker);
    return talker;
  }

  /** Packets both ways, a text, bytes, and calls that are answered, fail and time out. */
  async function isAnswered(asker: Talker, name: string, other: string): Promise<void> {
    const told = await asker.ask(other, BYTES);
    console.log(`${name} asks ${other}, ${100 * loss} % lost: ${BYTES} bytes and their hash in ${told.bytesMs} ms, everything in ${told.allMs} ms`);
    expect(told).toMatchObject({
      reliable: true, lossy: true, text: true, bytes: true, answer: `hello, ${name}`, error: '4711 on purpose with details',
    });
    expect(told.timeOut).toMatch(/^150[12] /);
  }

  it('is answered: livekit-client and @livekit/rtc-node over one peer connection', LIMIT, async () => {
    const node = await native('rtc-node', `data-node-${loss}`, '/rtc/v1');
    const page = await tab(`data-node-${loss}`, '/rtc/v1');
    await isAnswered(page, 'tab', 'rtc-node');
    await isAnswered(node, 'rtc-node', 'tab');
  });

  it.skipIf(PYTHON === '')(`is answered: Python, livekit-client and @livekit/rtc-node over two${WITHOUT_PYTHON}`, LIMIT, async () => {
    const python = await native('Python', `data-python-${loss}`, '/rtc');
    const page = await tab(`data-python-${loss}`, '/rtc');
    await isAnswered(page, 'tab', 'Python');
    await isAnswered(python, 'Python', 'tab');
    await native('rtc-node', `data-python-${loss}`, '/rtc');
    await isAnswered(python, 'Python', 'rtc-node');
  });
});
