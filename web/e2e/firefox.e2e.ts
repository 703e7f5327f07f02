import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Browser as FirefoxBrowser } from 'puppeteer-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { FirefoxPage, FirefoxRoom, launchFirefox } from './support/Firefox';
import { RoomTab } from './support/RoomTab';

const SERVER = inject('serverUrl');
const SCREENSHOTS = process.env['E2E_SCREENSHOTS'];
const FRAMES = 60;
let chromium: Browser;
let firefox: FirefoxBrowser;

beforeAll(async () => {
  chromium = await launch();
  firefox = await launchFirefox();
});
afterAll(async () => {
  await firefox.close();
  await chromium.close();
});

async function keep(page: { screenshot(options: { path: string }): Promise<unknown> }, name: string): Promise<void> {
  if (SCREENSHOTS !== undefined) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(resolve(SCREENSHOTS), `${name}.png`) });
  }
}

it('Firefox publishes and Chromium watches', async () => {
  const publisher = await FirefoxPage.open(firefox, SERVER, 'publish', 'from-firefox');
  console.log(`Firefox ${await firefox.version()} offers ${(await publisher.videoCodecs()).join(', ')}`);
  await publisher.choose('VP8');
  await publisher.press('start');
  await publisher.until('publishing', ({ state }) => state === 'publishing');
  const watcher = await WatchPage.watch(chromium, SERVER, 'from-firefox');
  await watcher.until('seeing Firefox', ({ framesDecoded, codec }) => Number(framesDecoded) > FRAMES && codec === 'VP8', 60_000);
  await watcher.until('hearing Firefox', ({ audioEnergy }) => Number(audioEnergy) > 0);

  await publisher.press('restart');
  await publisher.until('restarted', ({ iceRestarts }) => Number(iceRestarts) === 1);
  const { framesDecoded } = await watcher.figures();
  await watcher.until('still seeing Firefox', (data) => Number(data['framesDecoded']) > framesDecoded + FRAMES);
  console.log(`Chromium sees Firefox: ${JSON.stringify(await watcher.figures())}`);
  await keep(publisher.page, 'firefox-publishes');
  await keep(watcher.page, 'chromium-watches-firefox');
  await watcher.close();
  await publisher.close();
});

it('Chromium publishes and Firefox watches', async () => {
  const publisher = await PublishPage.publish(chromium, SERVER, 'to-firefox');
  const watcher = await FirefoxPage.open(firefox, SERVER, 'watch', 'to-firefox');
  await watcher.press('start');
  await watcher.until('seeing Chromium', ({ framesDecoded, codec }) => Number(framesDecoded) > FRAMES && codec === 'VP8', 60_000);
  await watcher.until('hearing Chromium', ({ audioPackets }) => Number(audioPackets) > 100);

  await watcher.press('restart');
  await watcher.until('restarted', ({ iceRestarts }) => Number(iceRestarts) === 1);
  const before = Number((await watcher.data())['framesDecoded']);
  await watcher.until('still seeing Chromium', ({ framesDecoded }) => Number(framesDecoded) > before + FRAMES);
  const { framesDecoded, frameWidth, frameHeight, layer } = await watcher.data();
  console.log(`Firefox sees Chromium: ${framesDecoded} frames, ${frameWidth}x${frameHeight}, layer ${layer}`);
  expect(Number(frameWidth)).toBeGreaterThan(0);
  await keep(watcher.page, 'firefox-watches');
  await watcher.close();
  await publisher.close();
});

it('Firefox and Chromium meet in a room, see each other and talk', async () => {
  const bob = await RoomTab.join(chromium, SERVER, 'foxes', 'bob');
  const fox = await FirefoxRoom.join(firefox, SERVER, 'foxes', 'fox');
  await bob.untilPlaying('fox');
  await fox.untilFrames('bob', FRAMES);
  await fox.say('hello from Firefox');
  await bob.press(/^Chat/);
  await bob.page.getByText('hello from Firefox', { exact: true }).waitFor();
  await bob.say('hello from Chromium');
  await fox.untilSaid('hello from Chromium');
  await bob.sendFile('notes.txt', Buffer.alloc(300_000, 'n'));
  await fox.untilSaid('300 kB');
  await fox.sendFile(import.meta.filename);
  await bob.page.getByRole('link', { name: 'Save firefox.e2e.ts' }).waitFor();
  expect(await bob.save('firefox.e2e.ts')).toEqual(readFileSync(import.meta.filename));
  await fox.react('Applause');
  await bob.tile('fox').locator('.flying').waitFor();
  await keep(fox.page, 'firefox-in-a-room');
  await bob.close();
  await fox.close();
});
