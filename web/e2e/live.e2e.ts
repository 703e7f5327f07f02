import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, openPage } from './support/Chromium';
import { type PublishChoice, PublishPage } from './support/DemoPages';
import { Ffmpeg } from './support/Ffmpeg';
import { LivePlayer } from './support/LivePlayer';
import { agesOf, stampCamera } from './support/MixTab';
import { devTokenFor } from './support/tokens';

const SERVER = inject('serverUrl');
/** Pictures for people are written there, where it is set. */
const SCREENSHOTS = process.env['E2E_SCREENSHOTS'];
/** With it the figures are goals; without it they guard against a hang alone. */
const LONG = process.env['E2E_LONG'] !== undefined;
const LIMIT_MS = 30_000;
/** What somebody sees who has stayed for two seconds. */
const FRAMES = 40;
const STAYED_S = 2;
const NO_PICTURE = 'none';
/** What a browser sends of a camera of 640x360: on a busy machine less. */
const SIXTEEN_TO_NINE = /640x360|480x270|320x180/;
/** From the host's canvas to the player's screen, with a keyframe a second. */
const LATE_MS = { whep: 300, flv: 1_000, hls: 3_000 };
const HANG_MS = 15_000;

interface LiveUrls {
  readonly flv: string;
  readonly hls: string;
  readonly rtmp: string;
}

/** Rooms of every kind, and the size of the picture that their live streams have. */
const KINDS: readonly { name: string; room: string; hosts: readonly PublishChoice[]; size: RegExp | typeof NO_PICTURE }[] = [
  { name: 'an H.264 host', room: 'live-h264', hosts: [{ user: 'ann', codec: 'H264', layers: 'single' }], size: SIXTEEN_TO_NINE },
  { name: 'a VP8 host', room: 'live-vp8', hosts: [{ user: 'ann', codec: 'VP8', layers: 'single' }], size: /360x640/ },
  {
    name: 'two hosts', room: 'live-two',
    hosts: [{ user: 'ann', codec: 'H264', layers: 'single' }, { user: 'bob', codec: 'VP8', layers: 'single' }], size: /360x640/,
  },
  { name: 'a voice', room: 'live-voice', hosts: [{ user: 'ann', source: 'none' }], size: NO_PICTURE },
];

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

/** As WHIP's answer and the room query give them out. */
async function urlsOf(room: string): Promise<LiveUrls> {
  const answer = await fetch(`${SERVER}/v1/rooms/${room}`, { headers: { Authorization: `Bearer ${devTokenFor('viewer', room, {})}` } });
  return ((await answer.json()) as { live: LiveUrls }).live;
}

async function untilPlayed(player: LivePlayer, pictures: boolean): Promise<void> {
  await player.until('playing', (seen) => seen.played >= STAYED_S && seen.soundBytes > 0 && (!pictures || seen.frames >= FRAMES), LIMIT_MS);
  const seen = await player.figures();
  const size = `${seen.width}x${seen.height}`;
  console.log(`${player.name}: ${seen.frames} frames of ${size} (${seen.dropped} dropped) in ${seen.played.toFixed(1)} s, `
    + `${seen.behind.toFixed(2)} s behind what it has, first picture after ${seen.firstMs} ms`);
  expect(seen.errors).toEqual([]);
}

describe.each(KINDS)('$name', ({ room, hosts, size }) => {
  const publishers: PublishPage[] = [];

  beforeAll(async () => {
    for (const host of hosts) {
      publishers.push(await PublishPage.publish(browser, SERVER, room, { ...host, prepare: stampCamera }));
    }
  });
  afterAll(async () => {
    for (const publisher of publishers) {
      await publisher.close();
    }
  });

  it('is read by FFmpeg over FLV, HLS and RTMP', async () => {
    const { flv, hls, rtmp } = await urlsOf(room);
    for (const url of [flv, hls, rtmp]) {
      const said = await Ffmpeg.played(url, 1);
      expect(said, url).toContain('Audio: aac');
      if (size === NO_PICTURE) {
        expect(said, url).not.toContain('Video:');
      } else {
        expect(said, url).toContain('Video: h264');
        expect(said, url).toMatch(size);
      }
    }
  });

  it('is played by mpegts.js over FLV and by hls.js over HLS with its low latency', async () => {
    const { flv, hls } = await urlsOf(room);
    const players = [await LivePlayer.flv(browser, flv), await LivePlayer.hls(browser, hls)];
    for (const player of players) {
      await untilPlayed(player, size !== NO_PICTURE);
      await player.close();
    }
  });
});

describe('the player page', () => {
  const room = 'live-page';
  let host: PublishPage;
  let page: Page;

  beforeAll(async () => {
    host = await PublishPage.publish(browser, SERVER, room, { codec: 'H264', layers: 'single', prepare: stampCamera });
    page = await openPage(browser);
    await page.goto(`${SERVER}/player?room=${room}`);
  });
  afterAll(async () => page.context().close());

  it('shows every protocol side by side, and how late each is', async () => {
    const late: Record<string, number> = {};
    for (const protocol of ['whep', 'flv', 'hls'] as const) {
      const playing = page.locator(`[data-protocol="${protocol}"][data-state="playing"]:not([data-behind=""])`);
      await playing.waitFor({ state: 'attached', timeout: LIMIT_MS });
      const video = page.locator(`[data-protocol="${protocol}"] video`);
      await agesOf(video, LONG ? 150 : 25);
      const ages = [...(await agesOf(video, LONG ? 150 : 25))].sort((a, b) => a - b);
      const at = (share: number): number => ages[Math.floor(ages.length * share)]!;
      late[protocol] = at(0.5);
      console.log(`${protocol}, canvas to screen: p10 ${at(0.1)} ms, p50 ${at(0.5)} ms, p90 ${at(0.9)} ms; `
        + `it says ${await playing.getAttribute('data-behind')} s`);
    }
    expect(await page.locator('.notice').isVisible()).toBe(false);
    if (SCREENSHOTS !== undefined) {
      await page.locator('main').screenshot({ path: join(SCREENSHOTS, 'player.png') });
    }
    for (const [protocol, goalMs] of Object.entries(LATE_MS)) {
      expect(late[protocol], protocol).toBeLessThan(LONG ? goalMs : HANG_MS);
    }
  });

  it('says in the server’s words why a stream ends and is not there', async () => {
    await host.close();
    for (const protocol of ['flv', 'hls']) {
      const why = page.locator(`[data-protocol="${protocol}"] .why`);
      await expect.poll(() => why.textContent(), { timeout: LIMIT_MS }).toContain(`room ${room} now: try again later.`);
    }
    const url = `${SERVER}/live/${room}.flv?token=${devTokenFor('viewer', room, {})}`;
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(404);
  });
});
