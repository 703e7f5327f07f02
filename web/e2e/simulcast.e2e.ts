import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';

const SERVER = inject('serverUrl');
/** The page's own ramp: a browser starts its biggest layer only when the estimate allows it. */
const RAMP_LIMIT_MS = 60_000;
/** Generous for a busy machine; the goal of 2 s is read from the printed figure. */
const SWITCH_LIMIT_MS = 15_000;
/** A guard against a picture that stands still; how short the gaps are is read from the printed figure. */
const GAP_LIMIT_MS = 10_000;

const BIG_WIDTH = 1280;
const SMALL_WIDTH = 320;

describe.each(['VP8', 'H264'] as const)('three layers of %s', (codec) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());

  it('are published, watched and switched without a freeze', { timeout: 180_000 }, async () => {
    const room = `simulcast-${codec}`;
    const startMs = Date.now();
    const publisher = await PublishPage.publish(browser, SERVER, room, { codec });
    const watcher = await WatchPage.watch(browser, SERVER, room);
    await publisher.until('sending three layers', ({ layersSent }) => layersSent === '3', RAMP_LIMIT_MS);
    const isBig = (data: DOMStringMap): boolean =>
      data['layer'] === 'BIG' && data['frameWidth'] === String(BIG_WIDTH) && data['codec'] === codec;
    await watcher.until(`watching BIG in ${codec}`, isBig, RAMP_LIMIT_MS);
    console.log(`${codec}: all layers after ${Date.now() - startMs} ms`);
    const before = await watcher.figures();

    for (const [layer, width] of [['SMALL', SMALL_WIDTH], ['BIG', BIG_WIDTH]] as const) {
      const { switchMs, longestGapMs } = await watcher.switchTo(layer, { least: width, most: width }, SWITCH_LIMIT_MS);
      console.log(`${codec} to ${layer}: ${switchMs} ms, longest gap between frames ${longestGapMs} ms`);
      expect(longestGapMs).toBeLessThan(GAP_LIMIT_MS);
      await watcher.until(`told that ${layer} is sent`, (data) => data['layer'] === layer);
    }

    const grown = ({ framesDecoded, audioPackets, audioEnergy }: DOMStringMap): boolean =>
      Number(framesDecoded) > before.framesDecoded + 60 && Number(audioPackets) > before.audioPackets + 100
        && Number(audioEnergy) > before.audioEnergy;
    await watcher.until('seeing and hearing', grown);
    const after = await watcher.figures();
    const freezes = `${after.freezeCount} freezes (${after.freezeSeconds} s)`;
    console.log(`${codec}: ${after.framesDecoded} frames, ${freezes}, ${after.audioPackets} audio packets`);
    await watcher.close();
    await publisher.close();
  });
});
