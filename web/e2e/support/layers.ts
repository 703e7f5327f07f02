import type { Browser } from 'playwright-core';
import { expect, inject } from 'vitest';
import { PublishPage, WatchPage, type PublishChoice } from './DemoPages';
import { layerBitrateBps } from './rooms';

/** Encoding three layers in software on a busy machine: these only guard against standing still. */
const START_LIMIT_MS = 60_000;
const SWITCH_LIMIT_MS = 30_000;
const GAP_LIMIT_MS = 10_000;
/**
 * A camera of 960x540, whose SMALL is a quarter as wide: browsers make no spatial layer of VP9 smaller than 240x135. On a machine that is
 * too slow for it an encoder of one stream makes all its layers smaller.
 */
const HEIGHT = 540;
const WIDTHS = { BIG: { least: 480, most: 960 }, SMALL: { least: 1, most: 240 } } as const;

/** Publishes a layered stream; one watcher goes BIG, SMALL, BIG, a second stays SMALL and gets fewer bits than BIG has. */
export async function watchLayers(browser: Browser, choice: Required<Pick<PublishChoice, 'codec' | 'layers'>>): Promise<void> {
  const server = inject('serverUrl');
  const { codec, layers } = choice;
  const what = `${codec} ${layers}`;
  const room = `layers-${codec}-${layers}`;
  const startMs = Date.now();
  const publisher = await PublishPage.publish(browser, server, room, { ...choice, query: `&height=${HEIGHT}` });
  const watcher = await WatchPage.watch(browser, server, room);
  const sees = (layer: 'BIG' | 'SMALL') => (data: DOMStringMap): boolean =>
    data['layer'] === layer && data['codec'] === codec
    && Number(data['frameWidth']) >= WIDTHS[layer].least && Number(data['frameWidth']) <= WIDTHS[layer].most;
  await watcher.until(`watching BIG in ${what}`, sees('BIG'), START_LIMIT_MS);
  console.log(`${what}: BIG after ${Date.now() - startMs} ms`);

  for (const layer of ['SMALL', 'BIG'] as const) {
    const { switchMs, longestGapMs } = await watcher.switchTo(layer, WIDTHS[layer], SWITCH_LIMIT_MS);
    console.log(`${what} to ${layer}: ${switchMs} ms, longest gap between frames ${longestGapMs} ms`);
    expect(longestGapMs).toBeLessThan(GAP_LIMIT_MS);
    await watcher.until(`told that ${layer} is sent`, sees(layer), SWITCH_LIMIT_MS);
  }

  const frugal = await WatchPage.watch(browser, server, room);
  await frugal.until('watching', ({ arrival }) => arrival === 'picture');
  await frugal.switchTo('SMALL', WIDTHS.SMALL, SWITCH_LIMIT_MS);
  await watcher.until('still watching BIG', sees('BIG'), SWITCH_LIMIT_MS);
  await watcher.page.waitForTimeout(2000);
  const [big, small] = [await layerBitrateBps(server, room, 'BIG'), await layerBitrateBps(server, room, 'SMALL')];
  const { freezeCount, freezeSeconds } = await watcher.figures();
  console.log(`${what}: BIG ${big} bit/s, SMALL ${small} bit/s; ${freezeCount} freezes (${freezeSeconds} s)`);
  expect(small).toBeGreaterThan(0);
  expect(small).toBeLessThan(big / 2);
  await frugal.close();
  await watcher.close();
  await publisher.close();
}
