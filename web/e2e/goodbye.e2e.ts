import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { RingcastServer } from './support/RingcastServer';

/** Less than the 15 s and more after which ICE would notice by itself. */
const GOODBYE_LIMIT_MS = 12_000;

let browser: Browser;
let server: RingcastServer;

beforeAll(async () => {
  server = await RingcastServer.start();
  browser = await launch();
}, 360_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

it('tells publisher and watcher at once when the server is stopped', async () => {
  const publisher = await PublishPage.publish(browser, server.url, 'goodbye', { source: 'none' });
  const watcher = await WatchPage.watch(browser, server.url, 'goodbye');
  await watcher.until('hearing', ({ arrival }) => arrival === 'sound');

  await server.stop();
  await publisher.until('told', ({ state }) => state === 'failed', GOODBYE_LIMIT_MS);
  await watcher.until('told', ({ state }) => state === 'failed', GOODBYE_LIMIT_MS);

  expect(await watcher.notice()).toContain('The server ended the session');
  expect(await publisher.page.locator('#publish [data-part="notice"]').innerText()).toContain('The server ended the session');
});
