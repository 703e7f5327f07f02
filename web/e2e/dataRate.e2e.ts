import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { launch, openPage } from './support/Chromium';
import { atPort } from './support/candidates';
import { DelayedLink } from './support/DelayedLink';
import { LiveKitTab } from './support/LiveKitTab';
import { RawChannel } from './support/RawChannel';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const ONE_WAY_MS = 10;
/** What LiveKit's clients cut streams into. */
const MESSAGE_BYTES = 15_000;
const AHEAD_BYTES = 512 * 1024;
const WARM_UP_MS = 4_000;
const SPAN_MS = 8_000;
const ROUNDS = 3;
const LABEL = '_reliable';
/** Of what two tabs reach between themselves. */
const SHARE_MIN = 0.5;

let browser: Browser;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
});

async function link(serverPort?: number): Promise<DelayedLink> {
  const opened = await DelayedLink.open(ONE_WAY_MS, serverPort);
  closing.push(() => opened.close());
  return opened;
}

/** A tab in a room by livekit-client whose channels are filled below it. */
async function member(room: string, user: string, far?: (path: DelayedLink) => void): Promise<RawChannel> {
  const tab = await LiveKitTab.open(browser, SERVER);
  closing.push(() => tab.close());
  await RawChannel.watch(tab.page);
  if (far !== undefined) {
    let path: DelayedLink | undefined;
    await tab.mediaBy(async (serverPort) => {
      path ??= await link(serverPort);
      far(path);
      return path.port;
    });
  }
  await tab.connect(SERVER, devToken(user, { room, roomJoin: true }), '/rtc/v1');
  return new RawChannel(tab.page);
}

/** LiveKit's packet of a user with so many bytes: in both of its messages field 2 is what the next is in. */
function packet(): Uint8Array {
  return field2(field2(new Uint8Array(MESSAGE_BYTES)));
}

function field2(content: Uint8Array): Uint8Array {
  const length = content.length;
  return Uint8Array.of(0x12, 0x80 | length & 0x7F, 0x80 | length >> 7 & 0x7F, length >> 14, ...content);
}

async function measured(name: string, from: RawChannel, to: RawChannel, path: DelayedLink): Promise<number> {
  await expect.poll(async () => from.opened(LABEL)).toBe(true);
  await from.fill(LABEL, packet(), AHEAD_BYTES);
  const mbps = await to.rate(WARM_UP_MS, SPAN_MS);
  console.log(`${name}: ${mbps.toFixed(1)} Mbit/s, ${path.carried} packets, ${path.lost} lost`);
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
  return mbps;
}

/** From a tab to the server over the path, and on to a tab that is near. */
async function upwards(round: number): Promise<number> {
  let path!: DelayedLink;
  const from = await member(`up-${round}`, 'far', (of) => (path = of));
  const to = await member(`up-${round}`, 'near');
  return measured('tab to server', from, to, path);
}

async function downwards(round: number): Promise<number> {
  let path!: DelayedLink;
  const to = await member(`down-${round}`, 'far', (of) => (path = of));
  const from = await member(`down-${round}`, 'near');
  return measured('server to tab', from, to, path);
}

interface Peer {
  peer: RTCPeerConnection;
}

/** From one tab to the other over the path, without any server. */
async function directly(): Promise<number> {
  const path = await link();
  const [from, to] = [await openPage(browser), await openPage(browser)];
  closing.push(() => from.context().close(), () => to.context().close());
  for (const page of [from, to]) {
    await page.goto(`${SERVER}/?mode=watch`);
    await RawChannel.watch(page);
  }
  const offer = await from.evaluate(async (label) => {
    const peer = ((globalThis as unknown as Peer).peer = new RTCPeerConnection());
    peer.createDataChannel(label).binaryType = 'arraybuffer';
    await peer.setLocalDescription();
    return peer.localDescription!.sdp;
  }, LABEL);
  const answer = await to.evaluate(async (sdp) => {
    const peer = ((globalThis as unknown as Peer).peer = new RTCPeerConnection());
    peer.addEventListener('datachannel', ({ channel }) => (channel.binaryType = 'arraybuffer'));
    await peer.setRemoteDescription({ type: 'offer', sdp });
    await peer.setLocalDescription();
    return peer.localDescription!.sdp;
  }, atPort(offer, path.otherPort));
  await from.evaluate(async (sdp) => (globalThis as unknown as Peer).peer.setRemoteDescription({ type: 'answer', sdp }), atPort(answer, path.port));
  return measured('tab to tab', new RawChannel(from), new RawChannel(to), path);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

// A rate says something on a machine that has nothing else to do: only when asked for.
it.runIf(process.env['E2E_LONG'])('a tab and the server reach half of what two tabs do over a clean path of 20 ms', { timeout: 400_000 }, async () => {
  const rates: Record<'up' | 'down' | 'direct', number[]> = { up: [], down: [], direct: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.direct.push(await directly());
    rates.up.push(await upwards(round));
    rates.down.push(await downwards(round));
  }
  const [up, down, direct] = [median(rates.up), median(rates.down), median(rates.direct)];
  console.log(`medians of ${ROUNDS}: tab to tab ${direct.toFixed(1)}, tab to server ${up.toFixed(1)} (${(up / direct).toFixed(2)}),`
    + ` server to tab ${down.toFixed(1)} (${(down / direct).toFixed(2)}) Mbit/s`);
  expect(up / direct).toBeGreaterThanOrEqual(SHARE_MIN);
  expect(down / direct).toBeGreaterThanOrEqual(SHARE_MIN);
});
