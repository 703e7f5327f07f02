import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';

const SERVER = inject('serverUrl');
const IMAGES = resolve(import.meta.dirname, '../../docs/images');
/** Enough for curves worth looking at. */
const CURVE_MS = 40_000;

// The pictures of the README: not a check, so made only when asked for.
it.runIf(process.env['RINGCAST_SCREENSHOT'])('takes the pictures of the README', { timeout: 120_000 }, async () => {
  const browser = await launch();
  mkdirSync(IMAGES, { recursive: true });
  const publisher = await PublishPage.publish(browser, SERVER, 'demo');
  const watcher = await WatchPage.watch(browser, SERVER, 'demo');
  await watcher.until('watching BIG', ({ layer, frameWidth }) => layer === 'BIG' && frameWidth === '1280', 40_000);
  await watcher.page.waitForTimeout(CURVE_MS);
  await publisher.page.screenshot({ path: join(IMAGES, 'demo-publish.png') });
  await watcher.page.screenshot({ path: join(IMAGES, 'demo.png') });
  await browser.close();
});
