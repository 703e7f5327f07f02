import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { busyCamera } from './support/busyCamera';
import { launch } from './support/Chromium';
import { explained } from './support/explained';
import { LiveKitTab } from './support/LiveKitTab';
import { RingcastServer } from './support/RingcastServer';
import { devToken } from './support/tokens';
import { Watcher } from './support/Watcher';

const ROOM = 'adapts';
const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_261_129);
const LONG = process.env['E2E_LONG'] !== undefined;
const SMALLEST = 320;
/** For what a busy machine may take; the times that matter are measured with E2E_LONG, on a quiet one. */
const EVENTUALLY = { timeout: 20_000, interval: 200 };
const AT_ONCE_MS = 3_000;
const RETURN_MS = 10_000;
const FREEZE_MS = 1_000;
const STAY_MS = 8_000;
/** What a limit leaves room for, of 320, 640 and 1280 pixels at up to 160, 450 and 1,700 kbit/s. */
const LIMITS = [
  { bps: 3_000_000, width: 1_280 }, { bps: 1_000_000, width: 640 }, { bps: 300_000, width: SMALLEST }, { bps: 100_000, width: SMALLEST },
];

let server: RingcastServer;
let browser: Browser;
let publisher: LiveKitTab;
let watcher: Watcher;

beforeAll(async () => {
  process.env['RINGCAST_MEDIA_ESTIMATION'] = 'on';
  server = await RingcastServer.start();
  delete process.env['RINGCAST_MEDIA_ESTIMATION'];
  browser = await launch();
  publisher = await LiveKitTab.open(browser, server.url);
  await busyCamera(publisher.page);
  await publisher.connect(server.url, devToken('ann', { room: ROOM, roomJoin: true }), '/rtc/v1');
  await publisher.publish();
  watcher = await Watcher.join(browser, server.url, server.url, devToken('bob', { room: ROOM, roomJoin: true }), '/rtc/v1', SEED);
});
afterAll(async () => {
  await watcher?.close();
  await browser?.close();
  await server?.stop();
});

/** Waits for frames of this width; how long that took. */
async function until(holds: (width: number) => boolean, what: string): Promise<number> {
  const beganMs = performance.now();
  let width = 0;
  await vi.waitFor(async () => {
    width = (await watcher.seen()).width || width;
    expect(width > 0 && holds(width), `${what}, and not ${width}`).toBe(true);
  }, EVENTUALLY);
  return Math.round(performance.now() - beganMs);
}

it('gets the layer that fits, and the one wished for when it fits again', { timeout: 80_000 }, async () => {
  const fullMs = await until((width) => width > SMALLEST, 'more than the smallest layer');
  watcher.link.limitDown({ bps: 250_000 });
  const downMs = await until((width) => width === SMALLEST, 'the smallest layer');
  watcher.link.limitDown({});
  const upMs = await until((width) => width > SMALLEST, 'more than the smallest layer again');
  console.log(`${fullMs} ms to more than ${SMALLEST} pixels, ${downMs} ms down, ${upMs} ms up; ${await explained(server.url, ROOM)}`);
});

it.runIf(LONG)('keeps up with each limit in time, and sound through all of them', { timeout: 240_000 }, async () => {
  const largest = await publisher.largestSent();
  await until((width) => width === largest, 'the largest layer');
  for (const { bps, width } of LIMITS) {
    const wanted = Math.min(width, largest);
    await watcher.seen();
    watcher.link.limitDown({ bps });
    const downMs = await until((now) => now <= wanted, `at most ${wanted} pixels`);
    await watcher.tab.page.waitForTimeout(STAY_MS);
    const stay = await watcher.seen();
    watcher.link.limitDown({});
    const upMs = await until((now) => now === largest, 'the largest layer again');
    console.log(`${bps / 1_000} kbit/s: ${downMs} ms down, ${upMs} ms up, ${JSON.stringify(stay)}, ${await explained(server.url, ROOM)}`);
    expect.soft(downMs, `${bps}: down`).toBeLessThan(AT_ONCE_MS);
    expect.soft(upMs, `${bps}: up`).toBeLessThan(RETURN_MS);
    expect.soft(stay.concealed, `${bps}: made-up sound`).toBeLessThan(0.01);
    if (stay.stream === 'active') {
      expect.soft(stay.longestGapMs, `${bps}: freeze`).toBeLessThan(FREEZE_MS);
    }
  }
});
