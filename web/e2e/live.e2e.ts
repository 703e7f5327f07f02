import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, openPage } from './support/Chromium';
import { PublishPage } from './support/DemoPages';
import { LivePlayer } from './support/LivePlayer';
import { devTokenFor } from './support/tokens';

const SERVER = inject('serverUrl');
const ROOM = 'live-streams';
/** As WHIP's answer and the room query give it out, but that this token is somebody's who may join. */
const TOKEN = devTokenFor('viewer', ROOM, {});
const LIMIT_MS = 20_000;
/** What somebody sees who has stayed for two seconds. */
const FRAMES = 50;
const STAYED_S = 2;
let browser: Browser;
let host: PublishPage;

beforeAll(async () => {
  browser = await launch();
  host = await PublishPage.publish(browser, SERVER, ROOM, { codec: 'H264', layers: 'single' });
});
afterAll(async () => browser.close());

async function untilPlayed(player: LivePlayer): Promise<void> {
  await player.until('playing', (seen) => seen.frames >= FRAMES && seen.played >= STAYED_S && seen.soundBytes > 0, LIMIT_MS);
  const seen = await player.figures();
  const size = `${seen.width}x${seen.height}`;
  console.log(`${player.name}: ${seen.frames} frames of ${size} (${seen.dropped} dropped) in ${seen.played.toFixed(1)} s, `
    + `${seen.behind.toFixed(2)} s behind what it has, first picture after ${seen.firstMs} ms`);
  expect(seen.errors).toEqual([]);
}

it('an H.264 host of Chromium is played by mpegts.js over FLV', async () => {
  const player = await LivePlayer.flv(browser, SERVER, `/live/${ROOM}.flv?token=${TOKEN}`);
  await untilPlayed(player);
  await player.close();
});

it('and by hls.js over HLS with its low latency', async () => {
  const player = await LivePlayer.hls(browser, SERVER, `/live/${ROOM}.m3u8?token=${TOKEN}`);
  await untilPlayed(player);
  await player.close();
});

it('is shown by the player page in every protocol side by side', async () => {
  const page = await openPage(browser);
  await page.goto(`${SERVER}/player?room=${ROOM}`);
  for (const protocol of ['whep', 'flv', 'hls']) {
    const playing = page.locator(`[data-protocol="${protocol}"][data-state="playing"]:not([data-behind=""])`);
    await playing.waitFor({ state: 'attached', timeout: LIMIT_MS });
    console.log(`${protocol} on the player page: ${await playing.getAttribute('data-behind')} s behind`);
  }
  await page.context().close();
});

it('which ends with its host', async () => {
  await host.close();
  const gone = async (): Promise<number> => (await fetch(`${SERVER}/live/${ROOM}.flv?token=${TOKEN}`, { method: 'HEAD' })).status;
  await expect.poll(gone, { timeout: LIMIT_MS }).toBe(404);
});
