import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { DataTab } from './support/DataTab';
import type { Door } from './support/LiveKitTab';
import { LossyRelay } from './support/LossyRelay';

const SERVER = inject('serverUrl');
const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_260_301);
const LOSS = 0.1;
const FILE_BYTES = 10_000_000;

const DOORS: Door[] = process.env['E2E_LONG'] === undefined ? ['/rtc/v1'] : ['/rtc/v1', '/rtc'];

describe.each<Door>(DOORS)('data at %s when a tenth is lost each way', (door) => {
  let browser: Browser;
  const relays: LossyRelay[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    relays.forEach((relay) => relay.stop());
    await browser.close();
  });

  async function relayFor(serverPort: number): Promise<number> {
    const relay = await LossyRelay.start(serverPort, { up: LOSS, down: LOSS }, SEED + relays.length);
    relays.push(relay);
    return relay.port;
  }

  it('arrives whole and in order', async () => {
    console.log(`seed ${SEED} (RINGCAST_SEED)`);
    const room = `lossy${door.replaceAll('/', '-')}`;
    const ann = await DataTab.join(browser, SERVER, room, 'ann', door, {}, relayFor);
    const bob = await DataTab.join(browser, SERVER, room, 'bob', door, {}, relayFor);
    // A channel that loses its opening takes seconds to be there; what is sent before is remembered for two.
    await expect.poll(async () => {
      await ann.send('hello', { reliable: true });
      return (await bob.packets()).length;
    }, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    for (let index = 0; index < 200; index++) {
      await ann.send(`n${index}`, { reliable: true });
    }
    await expect.poll(async () => (await bob.packets()).map(({ text }) => text).filter((text) => text !== 'hello'), { timeout: 60_000 })
      .toEqual(Array.from({ length: 200 }, (_, index) => `n${index}`));
    await bob.answer('echo', 'echo');
    expect(await ann.call('bob', 'echo', 'hi', 15_000)).toBe('ann: hi');
    const began = performance.now();
    const hash = await ann.sendFile(FILE_BYTES);
    await expect.poll(async () => bob.files(), { timeout: 240_000, interval: 250 })
      .toEqual([{ from: 'ann', name: 'random.bin', bytes: FILE_BYTES, hash }]);
    console.log(`${door}: a file of ${FILE_BYTES} bytes in ${Math.round(performance.now() - began)} ms, relays ${
      JSON.stringify(relays.map(({ up, down }) => ({ up, down })))}`);
    expect(await ann.tab.events(), 'nobody was sent away').toEqual(['bob joined']);
  }, 300_000);
});
