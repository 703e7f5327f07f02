import { afterAll, beforeAll, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { watchLayers } from './support/layers';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

it('VP9 whose layers meet at keyframes: each watcher gets the size it asks for', { timeout: 180_000 }, async () => {
  await watchLayers(browser, { codec: 'VP9', layers: 'L3T3_KEY' });
});
