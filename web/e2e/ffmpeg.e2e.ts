import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { WatchPage } from './support/DemoPages';
import { Ffmpeg } from './support/Ffmpeg';
import { participants } from './support/rooms';

const SERVER = inject('serverUrl');
const ROOM = 'from-ffmpeg';
const PUBLISH_LIMIT_MS = 30_000;
const FRAMES = 60;
/** Two seconds of packets of 20 ms. */
const AUDIO_PACKETS = 100;
let browser: Browser;
let ffmpeg: Ffmpeg | undefined;

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => ffmpeg?.stop());
afterAll(async () => browser.close());

async function untilPublishing(publisher: Ffmpeg): Promise<void> {
  const deadline = Date.now() + PUBLISH_LIMIT_MS;
  while ((await participants(SERVER, ROOM)).length === 0) {
    if (!publisher.running || Date.now() > deadline) {
      throw new Error(`FFmpeg does not publish:\n${publisher.lastLog()}`);
    }
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

it('plays what FFmpeg publishes in H.264 and Opus, from its next keyframe on', async () => {
  ffmpeg = Ffmpeg.publish(SERVER, ROOM);
  await untilPublishing(ffmpeg);
  const startMs = Date.now();
  const watcher = await WatchPage.watch(browser, SERVER, ROOM);
  const whole = ({ codec, frameWidth, frameHeight }: DOMStringMap): boolean =>
    codec === 'H264' && frameWidth === String(Ffmpeg.WIDTH) && frameHeight === String(Ffmpeg.HEIGHT);
  await watcher.until(`seeing H.264 of ${Ffmpeg.WIDTH}x${Ffmpeg.HEIGHT}`, whole);
  console.log(`FFmpeg's picture after ${Date.now() - startMs} ms, page load included`);
  const before = await watcher.figures();

  const grown = ({ framesDecoded, audioPackets, audioEnergy }: DOMStringMap): boolean =>
    Number(framesDecoded) >= before.framesDecoded + FRAMES && Number(audioPackets) >= before.audioPackets + AUDIO_PACKETS
      && Number(audioEnergy) > before.audioEnergy;
  await watcher.until('seeing and hearing FFmpeg', grown);
  const after = await watcher.figures();
  const freezes = `${after.freezeCount} freezes (${after.freezeSeconds} s)`;
  console.log(`from FFmpeg: ${after.framesDecoded} frames, ${freezes}, ${after.audioPackets} audio packets, energy ${after.audioEnergy}`);
  expect(ffmpeg.running, ffmpeg.lastLog()).toBe(true);
  await watcher.close();
});
