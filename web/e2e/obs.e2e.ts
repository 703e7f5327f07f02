import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { WatchPage } from './support/DemoPages';
import { Ffmpeg } from './support/Ffmpeg';
import { LAUNCHED, RingcastServer, freePorts } from './support/RingcastServer';
import { devToken } from './support/tokens';

const ROOM = 'from-obs';
const PUBLISH_LIMIT_MS = 30_000;
/** x264, High, three B-frames in a row, a keyframe every 2 s, AAC of 48 kHz: what OBS sends when nobody has changed its settings. */
const RECORDING = resolve(import.meta.dirname, '../../server/src/test/resources/ingest/bframes.flv');
const WIDTH = 320;
const LONG = process.env['E2E_LONG'] !== undefined;
const SECONDS = LONG ? 60 : 5;
const FRAMES_PER_S = 30;
const AUDIO_PACKETS_PER_S = 50;
/** Of the server's own ports one that it uses over UDP at most. */
const UNUSED_TCP = 6;
/** Of a long run on a machine of which the other half is a browser's. */
const FREEZES_MAX = 2;
const LIMIT_MS = 60_000;
let browser: Browser;
let server: RingcastServer;
let ffmpeg: Ffmpeg;

beforeAll(async () => {
  const rtmpPort = await freePorts() + UNUSED_TCP;
  server = await RingcastServer.start('', undefined, `env RINGCAST_RTMP_PORT=${rtmpPort} ${LAUNCHED}`);
  browser = await launch();
  const key = devToken('obs', { room: ROOM, roomJoin: true, canPublish: true });
  ffmpeg = Ffmpeg.repeat(RECORDING, `rtmp://127.0.0.1:${rtmpPort}/live/${key}`);
});
afterAll(async () => {
  await ffmpeg.stop();
  await browser.close();
  await server.stop();
});

it('what an encoder publishes over RTMP with B-frames is seen and heard smoothly', { timeout: 2 * LIMIT_MS }, async () => {
  const published = async (): Promise<boolean> => {
    expect(ffmpeg.running, ffmpeg.lastLog()).toBe(true);
    const asked = { headers: { Authorization: `Bearer ${devToken('observer', { roomList: true })}` } };
    return (await (await fetch(`${server.url}/v1/rooms/${ROOM}`, asked)).text()).includes('"obs_main"');
  };
  await expect.poll(published, { timeout: PUBLISH_LIMIT_MS }).toBe(true);
  const watcher = await WatchPage.watch(browser, server.url, ROOM);
  await watcher.until(`seeing ${WIDTH} pixels`, ({ codec, frameWidth }) => codec === 'H264' && frameWidth === String(WIDTH));
  const before = await watcher.figures();
  const sinceMs = Date.now();
  const seen = ({ framesDecoded, audioPackets, audioEnergy }: DOMStringMap): boolean =>
    Number(framesDecoded) >= before.framesDecoded + SECONDS * FRAMES_PER_S
      && Number(audioPackets) >= before.audioPackets + SECONDS * AUDIO_PACKETS_PER_S && Number(audioEnergy) > before.audioEnergy;
  await watcher.until(`${SECONDS} s of pictures and sound`, seen, SECONDS * 1000 + LIMIT_MS);
  const after = await watcher.figures();
  const freezes = after.freezeCount - before.freezeCount;
  const rate = (after.framesDecoded - before.framesDecoded) / ((Date.now() - sinceMs) / 1000);
  console.log(`B-frames over RTMP: ${rate.toFixed(1)} frames a second, ${freezes} freezes `
    + `(${(after.freezeSeconds - before.freezeSeconds).toFixed(2)} s), longest gap ${await watcher.longestGapMs(2_000)} ms`);
  if (LONG) {
    expect(freezes).toBeLessThanOrEqual(FREEZES_MAX);
  }
  await watcher.close();
});
