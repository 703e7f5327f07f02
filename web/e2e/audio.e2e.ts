import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';

const SERVER = inject('serverUrl');
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

/** Sound energy that arrives in `ms`; silence adds next to nothing. */
async function energyIn(watcher: WatchPage, ms: number): Promise<number> {
  const before = (await watcher.figures()).audioEnergy;
  await watcher.page.waitForTimeout(ms);
  return (await watcher.figures()).audioEnergy - before;
}

it('plays a publisher without picture; muting silences it and unmuting brings it back', async () => {
  const publisher = await PublishPage.publish(browser, SERVER, 'audio-only', { source: 'none' });
  const watcher = await WatchPage.watch(browser, SERVER, 'audio-only');
  await watcher.until('hearing', ({ arrival, audioEnergy }) => arrival === 'sound' && Number(audioEnergy) > 0);
  expect((await watcher.figures()).framesDecoded).toBe(0);
  const loud = await energyIn(watcher, 4000);

  await publisher.press('Mute microphone');
  await watcher.page.waitForTimeout(2500);
  const muted = await energyIn(watcher, 4000);

  await publisher.press('Unmute microphone');
  await watcher.page.waitForTimeout(2500);
  const unmuted = await energyIn(watcher, 4000);

  console.log(`sound energy in 4 s: ${loud.toFixed(3)}, muted ${muted.toFixed(5)}, unmuted ${unmuted.toFixed(3)}`);
  expect(muted).toBeLessThan(loud / 20);
  expect(unmuted).toBeGreaterThan(loud / 4);
  await watcher.until('still connected', ({ state }) => state === 'watching');
  await watcher.close();
  await publisher.close();
});
