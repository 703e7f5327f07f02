import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { participants } from './support/rooms';

const SERVER = inject('serverUrl');
const HEARING_MS = 6000;
/** Each packet carries the one before it too; headers and silence take away from the double. */
const REDUNDANT_LEAST = 1.3;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

/** What a watcher's audio packets weigh on average, by the server's count. */
async function bytesPerPacket(room: string, user: string): Promise<number> {
  const watcher = (await participants(SERVER, room)).find(({ userId }) => userId === user);
  const audio = watcher?.subscriptions.find(({ publicationId }) => publicationId.endsWith('_0'));
  return audio === undefined ? 0 : audio.bytes / audio.packets;
}

it('redundant audio (RED) plays at a watcher that takes it and at one that does not', async () => {
  const room = 'redundancy';
  const publisher = await PublishPage.publish(browser, SERVER, room, { source: 'none', query: '&audio=red' });
  const redundant = await WatchPage.open(browser, SERVER, room, '&user=redundant');
  const plain = await WatchPage.open(browser, SERVER, room, '&user=plain&audio=opus');
  for (const watcher of [redundant, plain]) {
    await watcher.start();
    await watcher.until('hearing', ({ arrival, audioEnergy }) => arrival === 'sound' && Number(audioEnergy) > 0);
  }
  const before = [await redundant.figures(), await plain.figures()];
  await plain.page.waitForTimeout(HEARING_MS);
  const after = [await redundant.figures(), await plain.figures()];
  const [redBytes, plainBytes] = [await bytesPerPacket(room, 'redundant'), await bytesPerPacket(room, 'plain')];
  const energies = after.map(({ audioEnergy }, index) => audioEnergy - (before[index]?.audioEnergy ?? 0));
  console.log(`with RED ${redBytes.toFixed(0)} bytes a packet, without ${plainBytes.toFixed(0)}; energy ${energies.join(', ')}`);
  expect(redBytes).toBeGreaterThan(plainBytes * REDUNDANT_LEAST);
  expect(Math.min(...energies)).toBeGreaterThan(0);
  await redundant.close();
  await plain.close();
  await publisher.close();
});
