import { afterAll, beforeAll, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { watchLayers } from './support/layers';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

it('AV1 of three layers: each watcher gets the size it asks for', { timeout: 180_000 }, async () => {
  await watchLayers(browser, { codec: 'AV1', layers: 'L3T3' });
});
