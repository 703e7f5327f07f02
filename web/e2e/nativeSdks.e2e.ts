import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import type { Door } from './support/LiveKitTab';
import { NativePeer, PYTHON } from './support/NativePeer';
import { SignatureTab } from './support/SignatureTab';
import { type Heard, type Signature, differences } from './support/signatures';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 30_000, interval: 250 };
const DOORS: Door[] = ['/rtc/v1', '/rtc'];
const SIGNATURES = {
  tab: { hz: 440, yuv: [120, 90, 180] },
  node: { hz: 660, yuv: [90, 190, 110] },
  python: { hz: 880, yuv: [160, 110, 90] },
} satisfies Record<string, Signature>;
const WITHOUT_PYTHON = PYTHON === '' ? ' (skipped: RINGCAST_PYTHON names no Python that has the package livekit)' : '';

interface Peer {
  heard(): Promise<Record<string, Heard>>;
  leave(): Promise<void>;
}

describe.each(DOORS)('native SDKs by %s', (door) => {
  let browser: Browser;
  const peers = new Map<string, Peer>();

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());
  afterEach(async () => {
    await Promise.all([...peers.values()].map((peer) => peer.leave()));
    peers.clear();
  });

  /** Everybody receives everybody else's own colour and tone. */
  async function untilAllReceiveAll(): Promise<void> {
    for (const [user, peer] of peers) {
      await vi.waitFor(async () => {
        const heard = await peer.heard();
        for (const other of peers.keys()) {
          if (other !== user) {
            const what = differences(heard[other], SIGNATURES[other as keyof typeof SIGNATURES]);
            expect(what, `${user} of ${other}`).toBe('');
          }
        }
      }, EVENTUALLY);
    }
  }

  async function tab(room: string): Promise<void> {
    peers.set('tab', await SignatureTab.join(browser, SERVER, room, 'tab', SIGNATURES.tab, door));
  }

  async function node(room: string): Promise<void> {
    peers.set('node', await NativePeer.join('rtc-node', SERVER, room, 'node', SIGNATURES.node, door));
  }

  async function python(room: string): Promise<void> {
    peers.set('python', await NativePeer.join('Python', SERVER, room, 'python', SIGNATURES.python, door));
  }

  it('@livekit/rtc-node and livekit-client see and hear each other', async () => {
    await node(`node${door}`);
    await tab(`node${door}`);
    await untilAllReceiveAll();
  });

  it.skipIf(PYTHON === '')(`Python, @livekit/rtc-node and livekit-client see and hear each other${WITHOUT_PYTHON}`, async () => {
    await python(`all${door}`);
    await tab(`all${door}`);
    await node(`all${door}`);
    await untilAllReceiveAll();
  });
});
