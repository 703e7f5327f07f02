import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { atPort, mediaPort } from './support/candidates';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { LossyRelay } from './support/LossyRelay';
import { participants } from './support/rooms';

const SERVER = inject('serverUrl');
const ROOM = 'loss';
const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_260_301);
const LOSS = 0.3;
const WATCH_MS = 15_000;
/**
 * Of the 30 frames a second that are sent about 20 come through, though every second request or its answer is lost too. The guard is low, as
 * a busy machine decodes fewer.
 */
const FRAMES_PER_SECOND_MIN = 5;

let browser: Browser;
let relay: LossyRelay | undefined;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  relay?.stop();
  await browser.close();
});

it('keeps a picture decoding with 30 % loss each way on the subscriber’s path', async () => {
  console.log(`seed ${SEED} (RINGCAST_SEED)`);
  const publisher = await PublishPage.publish(browser, SERVER, ROOM);
  const watcher = await WatchPage.open(browser, SERVER, ROOM);
  await watcher.page.route('**/whep/*', async (route) => {
    const response = await route.fetch();
    const answer = await response.text();
    relay = await LossyRelay.start(mediaPort(answer), { up: LOSS, down: LOSS }, SEED);
    await route.fulfill({ response, body: atPort(answer, relay.port) });
  });
  await watcher.start();
  await watcher.until('seeing a picture', ({ framesDecoded }) => Number(framesDecoded) > 30, 45_000);

  const before = await watcher.figures();
  await watcher.page.waitForTimeout(WATCH_MS);
  const after = await watcher.figures();
  const fps = (after.framesDecoded - before.framesDecoded) / (WATCH_MS / 1000);
  const [served] = (await participants(SERVER, ROOM)).filter(({ publishes }) => !publishes);
  const retransmitted = (served?.subscriptions ?? []).reduce((sum, { packetsRetransmitted }) => sum + packetsRetransmitted, 0);
  console.log(`the server about this watcher: ${JSON.stringify({ drops: served?.drops, subscriptions: served?.subscriptions })}`);
  console.log(`${fps.toFixed(1)} frames/s, ${after.rtxPackets} packets by RTX (server sent ${retransmitted}),`
    + ` freezes ${after.freezeCount - before.freezeCount} (${(after.freezeSeconds - before.freezeSeconds).toFixed(1)} s),`
    + ` relay down ${JSON.stringify(relay?.down)} up ${JSON.stringify(relay?.up)}`);

  expect(relay?.down.dropped).toBeGreaterThan(100);
  expect(fps).toBeGreaterThan(FRAMES_PER_SECOND_MIN);
  expect(after.rtxPackets).toBeGreaterThan(before.rtxPackets);
  expect(retransmitted).toBeGreaterThan(0);
  await watcher.close();
  await publisher.close();
});
