import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { type Door, LiveKitTab } from './support/LiveKitTab';
import { LossyRelay } from './support/LossyRelay';
import { RingcastServer } from './support/RingcastServer';
import { TcpRelay } from './support/TcpRelay';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
/** The older door's returns take a minute more. */
const DOORS: Door[] = process.env['E2E_LONG'] === undefined ? ['/rtc/v1'] : ['/rtc/v1', '/rtc'];
const EVENTUALLY = { timeout: 40_000, interval: 250 };
const CUT_MS = 5_000;
let browser: Browser;
const tabs: LiveKitTab[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());
afterEach(async () => {
  await Promise.all(tabs.splice(0).map((tab) => tab.close()));
});

async function open(url: string): Promise<LiveKitTab> {
  const tab = await LiveKitTab.open(browser, url);
  tabs.push(tab);
  return tab;
}

function token(user: string, room: string): string {
  return devToken(user, { room, roomJoin: true });
}

async function frames(tab: LiveKitTab, from: string): Promise<number> {
  return (await tab.receptions()).find((one) => one.from === from && one.kind === 'video')?.frames ?? 0;
}

async function packets(tab: LiveKitTab, from: string): Promise<number> {
  return (await tab.receptions()).find((one) => one.from === from && one.kind === 'audio')?.packets ?? 0;
}

/** Both see so many more frames of each other. */
async function untilBothSee(ann: LiveKitTab, bob: LiveKitTab, more: number): Promise<void> {
  for (const [tab, other] of [[ann, 'bob'], [bob, 'ann']] as const) {
    const before = await frames(tab, other);
    await vi.waitFor(async () => expect(await frames(tab, other)).toBeGreaterThan(before + more), EVENTUALLY);
  }
}

describe.each(DOORS)('by %s', (door) => {
  it('a lossy link is told to everybody', async () => {
    const room = `lossy${door}`;
    const loss = { up: 0, down: 0 };
    const relays = new Map<number, Promise<LossyRelay>>();
    const ann = await open(SERVER);
    const bob = await open(SERVER);
    try {
      await ann.mediaBy(async (port) => {
        const relay = relays.get(port) ?? LossyRelay.start(port, loss, 1);
        relays.set(port, relay);
        return (await relay).port;
      });
      await ann.connect(SERVER, token('ann', room), door);
      await bob.connect(SERVER, token('bob', room), door);
      await ann.publish();
      await bob.publish();
      await untilBothSee(ann, bob, 10);
      for (const tab of [ann, bob]) {
        await vi.waitFor(async () => expect(await tab.quality('ann')).toBe('excellent'), EVENTUALLY);
      }
      loss.up = 0.3;
      for (const tab of [ann, bob]) {
        await vi.waitFor(async () => expect(await tab.quality('ann')).toBe('poor'), EVENTUALLY);
      }
    } finally {
      for (const one of relays.values()) {
        (await one).stop();
      }
    }
  });

  it('a cut network is overcome without a leave', { timeout: 150_000 }, async () => {
    const room = `cut${door}`;
    const serverPort = Number(new URL(SERVER).port);
    const loss = { up: 0, down: 0 };
    const signal = await TcpRelay.start(serverPort);
    const ann = await open(SERVER);
    const bob = await open(SERVER);
    await bob.connect(SERVER, token('bob', room), door);
    await bob.publish();
    const relays = new Map<number, Promise<LossyRelay>>();
    const relay = (port: number): Promise<LossyRelay> => {
      const known = relays.get(port) ?? LossyRelay.start(port, loss, 1);
      relays.set(port, known);
      return known;
    };
    try {
      await ann.mediaBy(async (port) => (await relay(port)).port);
      await ann.connect(`http://localhost:${signal.port}`, token('ann', room), door);
      await ann.publish();
      await untilBothSee(ann, bob, 30);
      const stay = await ann.sid();
      const toldBefore = await bob.events();

      loss.up = 1;
      loss.down = 1;
      signal.cut();
      await new Promise((later) => setTimeout(later, CUT_MS));
      loss.up = 0;
      loss.down = 0;
      signal.mend();
      const mendedAt = Date.now();

      await vi.waitFor(async () => expect(await ann.events()).toContain('reconnected'), EVENTUALLY);
      console.log(`${door}: cut for ${CUT_MS} ms, resumed ${Date.now() - mendedAt} ms after`);
      await untilBothSee(ann, bob, 30);
      console.log(`${door}: pictures both ways ${Date.now() - mendedAt} ms after`);
      expect(await ann.sid()).toBe(stay);
      expect(await ann.events()).toEqual(['resuming', 'reconnected']);
      expect(await bob.events()).toEqual(toldBefore);
    } finally {
      for (const one of relays.values()) {
        (await one).stop();
      }
      signal.stop();
    }
  });

  it.each(['stopped', 'killed'] as const)('a server that is %s and started again has everybody back', { timeout: 240_000 }, async (how) => {
    const first = await RingcastServer.start();
    let second: RingcastServer | undefined;
    try {
      const ann = await open(first.url);
      const bob = await open(first.url);
      for (const [tab, user] of [[ann, 'ann'], [bob, 'bob']] as const) {
        await tab.connect(first.url, token(user, 'restart'), door);
        await tab.publish();
      }
      await untilBothSee(ann, bob, 30);
      await (how === 'killed' ? first.kill() : first.stop());
      second = await RingcastServer.start('', first.port);
      const readyAt = Date.now();
      for (const [tab, other] of [[ann, 'bob'], [bob, 'ann']] as const) {
        await vi.waitFor(async () => expect(await tab.events()).toContain('reconnected'), EVENTUALLY);
        console.log(`${door}, ${how}: back ${Date.now() - readyAt} ms after the server was ready: ${(await tab.events()).join(', ')}`);
        expect((await tab.events()).filter((event) => event.startsWith('disconnected'))).toEqual([]);
        // Nothing fails once the server is ready: one try to resume, which it answers by asking for a new join, and that join.
        const tries = (await tab.attempts()).filter(({ at }) => at >= readyAt);
        expect(tries.filter(({ opened }) => !opened)).toEqual([]);
        expect(tries.length).toBeLessThanOrEqual(2);
        await vi.waitFor(async () => expect(await packets(tab, other)).toBeGreaterThan(50), EVENTUALLY);
      }
      if (how === 'killed') {
        await untilBothSee(ann, bob, 30);
      }
      console.log(`${door}, ${how}: media both ways ${Date.now() - readyAt} ms after`);
    } finally {
      await Promise.all(tabs.splice(0).map((tab) => tab.close()));
      await first.stop();
      await second?.stop();
    }
  });
});
