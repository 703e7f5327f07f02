import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';

const SERVER = inject('serverUrl');
const BY_TCP = '&transport=tcp';
const PICTURE_LIMIT_MS = 45_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

it('publishes and watches over ICE-TCP, beside a watcher over UDP', async () => {
  const startMs = Date.now();
  const publisher = await PublishPage.publish(browser, SERVER, 'tcp', { query: BY_TCP });
  const byTcp = await WatchPage.open(browser, SERVER, 'tcp', BY_TCP);
  await byTcp.start();
  const byUdp = await WatchPage.watch(browser, SERVER, 'tcp');
  const seesAndHears = ({ framesDecoded, audioEnergy }: DOMStringMap): boolean => Number(framesDecoded) > 60 && Number(audioEnergy) > 0;
  await byTcp.until('seeing and hearing over TCP', seesAndHears, PICTURE_LIMIT_MS);
  await byUdp.until('seeing and hearing over UDP', seesAndHears, PICTURE_LIMIT_MS);
  await publisher.until('publishing over TCP', ({ transport }) => transport === 'tcp', PICTURE_LIMIT_MS);
  await byTcp.until('watching over TCP', ({ transport }) => transport === 'tcp');
  await byUdp.until('watching over UDP', ({ transport }) => transport === 'udp');

  const before = await byTcp.figures();
  await byTcp.page.waitForTimeout(5_000);
  const after = await byTcp.figures();
  console.log(`over TCP: ${(after.framesDecoded - before.framesDecoded) / 5} frames/s of width ${after.frameWidth},`
    + ` freezes ${after.freezeCount}, in all ${Date.now() - startMs} ms`);
  expect(after.framesDecoded).toBeGreaterThan(before.framesDecoded + 25);
  await byUdp.close();
  await byTcp.close();
  await publisher.close();
});
