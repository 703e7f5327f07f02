import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, launchMortal } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { msUntilWatchers } from './support/rooms';

const SERVER = inject('serverUrl');
const ROOM = 'leaving';
/** A path expires 30 s after its last authenticated packet; the goal of 35 s is read from the printed figure. */
const EXPIRY_LIMIT_MS = 60_000;
/** Long enough for the request itself, short enough that nothing but the DELETE explains it. */
const DELETE_LIMIT_MS = 10_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

it('forgets a watcher that says goodbye at once, and one that is killed within 35 s', async () => {
  const publisher = await PublishPage.publish(browser, SERVER, ROOM, { source: 'none' });
  const polite = await WatchPage.watch(browser, SERVER, ROOM);
  const { browser: doomed, server: doomedProcess } = await launchMortal();
  const killed = await WatchPage.watch(doomed, SERVER, ROOM);
  for (const watcher of [polite, killed]) {
    await watcher.until('hearing', ({ arrival }) => arrival === 'sound');
  }
  await msUntilWatchers(SERVER, ROOM, 2, 5_000);

  await polite.stop();
  const deletedMs = await msUntilWatchers(SERVER, ROOM, 1, DELETE_LIMIT_MS);
  await doomedProcess.kill();
  const expiredMs = await msUntilWatchers(SERVER, ROOM, 0, EXPIRY_LIMIT_MS);

  console.log(`gone ${deletedMs} ms after DELETE, ${expiredMs} ms after a kill`);
  expect(expiredMs).toBeGreaterThan(DELETE_LIMIT_MS);
  await publisher.close();
});
