import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { type Door, LiveKitTab, type Reception } from './support/LiveKitTab';
import { participants } from './support/rooms';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 30_000, interval: 250 };
const DOORS: Door[] = ['/rtc/v1', '/rtc'];
const MODES: Record<Door, string> = { '/rtc/v1': 'publisher-only', '/rtc': 'subscriber-primary' };
/** Of one client, as an operator sees them. */
const CONNECTIONS: Record<Door, number> = { '/rtc/v1': 1, '/rtc': 2 };
let browser: Browser;
const tabs: LiveKitTab[] = [];

async function join(user: string, room: string, door: Door, grants: Record<string, unknown> = {}): Promise<LiveKitTab> {
  const tab = await LiveKitTab.open(browser, SERVER);
  tabs.push(tab);
  expect(await tab.connect(SERVER, devToken(user, { room, roomJoin: true, ...grants }), door)).toBe(MODES[door]);
  return tab;
}

function one(receptions: Reception[], from: string, kind: string): Reception {
  const found = receptions.find((reception) => reception.from === from && reception.kind === kind);
  expect(found, `${kind} of ${from}`).toBeDefined();
  return found!;
}

describe.each(DOORS)('LiveKit\'s own client, by %s', (door) => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());
  afterEach(async () => {
    await Promise.all(tabs.splice(0).map((tab) => tab.close()));
  });

  it('three tabs see and hear each other', async () => {
    const users = ['ann', 'bob', 'cid'];
    for (const user of users) {
      await (await join(user, `three${door}`, door)).publish();
    }
    for (const [i, user] of users.entries()) {
      await vi.waitFor(async () => {
        const receptions = await tabs[i]!.receptions();
        for (const other of users.filter((name) => name !== user)) {
          expect(one(receptions, other, 'video').frames).toBeGreaterThan(20);
          expect(one(receptions, other, 'audio').packets).toBeGreaterThan(50);
        }
      }, EVENTUALLY);
      expect((await tabs[i]!.events()).filter((event) => !event.endsWith(' joined'))).toEqual([]);
    }
    const connections = await participants(SERVER, `three${door}`);
    expect(connections.map(({ userId, state }) => `${userId} ${state}`)).toEqual(
      users.flatMap((user) => Array<string>(CONNECTIONS[door]).fill(`${user} OPEN`)));
  });

  it('a viewer takes the lowest layer, and what is muted sends nothing', async () => {
    const publisher = await join('ann', `layers${door}`, door);
    const viewer = await join('bob', `layers${door}`, door);
    await publisher.publish();
    await vi.waitFor(async () => {
      const { width } = one(await viewer.receptions(), 'ann', 'video');
      expect(width).toBeGreaterThan(320);
      expect(width).toBe(await publisher.largestSent());
    }, EVENTUALLY);
    await viewer.want(0);
    await vi.waitFor(async () => expect(one(await viewer.receptions(), 'ann', 'video').width).toBeLessThanOrEqual(320), EVENTUALLY);
    await publisher.mute();
    let before = -1;
    await vi.waitFor(async () => {
      const last = before;
      before = one(await viewer.receptions(), 'ann', 'audio').packets;
      expect(before).toBe(last);
    }, { timeout: 30_000, interval: 2_000 });
  });

  it('layers nobody watches are not sent, and come back', { timeout: 120_000 }, async () => {
    const publisher = await join('ann', `dynacast${door}`, door);
    const viewer = await join('bob', `dynacast${door}`, door);
    await publisher.publish();
    await vi.waitFor(async () => expect(one(await viewer.receptions(), 'ann', 'video').width).toBe(1280), EVENTUALLY);
    await viewer.want(0);
    let before: Record<string, number> = {};
    await vi.waitFor(async () => {
      const last = before;
      before = await publisher.sentByLayer();
      expect(before['f']).toBe(last['f']);
      expect(before['h']).toBe(last['h']);
      expect(before['q']).toBeGreaterThan(last['q'] ?? 0);
    }, { timeout: 40_000, interval: 2_000 });
    await viewer.want(2);
    await vi.waitFor(async () => expect(one(await viewer.receptions(), 'ann', 'video').width).toBe(1280), EVENTUALLY);
  });

  it('what is shown small is received small', { timeout: 120_000 }, async () => {
    const publisher = await join('ann', `adaptive${door}`, door);
    const viewer = await LiveKitTab.open(browser, SERVER);
    tabs.push(viewer);
    await viewer.connect(SERVER, devToken('bob', { room: `adaptive${door}`, roomJoin: true }), door, { adaptiveStream: true });
    await publisher.publish();
    await vi.waitFor(async () => one(await viewer.receptions(), 'ann', 'video'), EVENTUALLY);
    await viewer.show(1280, 720);
    await vi.waitFor(async () => expect(one(await viewer.receptions(), 'ann', 'video').width).toBe(1280), EVENTUALLY);
    await viewer.show(160, 90);
    await vi.waitFor(async () => expect(one(await viewer.receptions(), 'ann', 'video').width).toBeLessThanOrEqual(320), EVENTUALLY);
  });

  it('who cannot play a codec gets the other one', { timeout: 120_000 }, async () => {
    const publisher = await join('ann', `backup${door}`, door);
    const newer = await join('bob', `backup${door}`, door);
    const older = await LiveKitTab.open(browser, SERVER);
    tabs.push(older);
    await older.playOnlyVp8();
    await older.connect(SERVER, devToken('cid', { room: `backup${door}`, roomJoin: true }), door);
    await publisher.publishIn('vp9');
    for (const [tab, codec] of [[newer, 'video/VP9'], [older, 'video/VP8']] as const) {
      await vi.waitFor(async () => {
        const reception = one(await tab.receptions(), 'ann', 'video');
        expect(reception.codec).toBe(codec);
        expect(reception.frames).toBeGreaterThan(60);
      }, EVENTUALLY);
    }
  });

  it('a publisher without permission is told so', async () => {
    const tab = await join('ann', `refused${door}`, door, { canPublish: false });
    await expect(tab.publish()).rejects.toThrow(/permission/i);
  });

  it('a forged token is refused with a reason', async () => {
    const tab = await LiveKitTab.open(browser, SERVER);
    tabs.push(tab);
    const forged = devToken('ann', { room: 'secret', roomJoin: true }, 600, 'terces');
    await expect(tab.connect(SERVER, forged, door)).rejects.toThrow(/signature|token/i);
  });
});
