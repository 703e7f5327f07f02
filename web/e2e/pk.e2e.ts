import type { Browser, BrowserServer } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, launchMortal, openPage } from './support/Chromium';
import { RoomTab } from './support/RoomTab';
import { SignatureTab, signDevices } from './support/SignatureTab';
import { differences, type Signature } from './support/signatures';
import { devTokenFor } from './support/tokens';

const SERVER = inject('serverUrl');
const RED = 'pk-red';
const BLUE = 'pk-blue';
const SIGNATURES: Record<string, Signature> = { ann: { hz: 440, yuv: [90, 100, 190] }, bob: { hz: 800, yuv: [90, 190, 100] } };
const ANN = devTokenFor('ann', RED, { role: 'host' });
const BOB = devTokenFor('bob', BLUE, { role: 'host' });
const EVENTUALLY = { timeout: 30_000, interval: 100 };
/** The goal is 35 s, read from the printed figure; this is a guard against a hang. */
const KILL_LIMIT_MS = 75_000;

interface Stage {
  readonly hosts: readonly { readonly userId: string; readonly roomId: string | null }[];
  readonly links: readonly object[];
}

interface Side {
  readonly hosts: readonly string[];
  readonly links: readonly object[];
}

async function ask<T>(method: string, path: string, token: string, body?: object): Promise<T> {
  const response = await fetch(`${SERVER}/v1/rooms/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return (await response.json()) as T;
}

/** Who stands on a room's stage, and its links, as an administrator is shown them. */
async function side(room: string): Promise<Side> {
  const admin = devTokenFor('backend', room, {}, { roomJoin: false, roomAdmin: true });
  const { hosts, links } = await ask<Stage>('GET', `${room}/stage`, admin);
  return { hosts: hosts.map(({ userId, roomId }) => (roomId === null ? userId : `${userId} of ${roomId}`)).sort(), links };
}

describe('PK of two rooms in Chromium', () => {
  let browser: Browser;
  let mortal: { browser: Browser; server: BrowserServer };
  let ann: RoomTab;
  let bob: RoomTab;
  /** The audiences. */
  let eve: SignatureTab;
  let fay: SignatureTab;

  async function host(where: Browser, room: string, name: string): Promise<RoomTab> {
    const page = await openPage(where);
    await signDevices(page, SIGNATURES[name]!);
    const tab = await RoomTab.visit(page, SERVER, room, name, { role: 'host' });
    await tab.enter();
    await tab.untilRole('HOST');
    await tab.untilTile(name, 'video', 'true');
    return tab;
  }

  /** Both audiences see the colour and hear the pitch of both hosts, now and not only at some time. */
  async function untilBothShowBoth(): Promise<void> {
    for (const [viewer, other] of [[eve, 'bob'], [fay, 'ann']] as const) {
      const framesBefore = (await viewer.heard())[other]?.frames ?? 0;
      await expect.poll(async () => (await viewer.heard())[other]?.frames ?? 0, EVENTUALLY).toBeGreaterThan(framesBefore + 20);
      for (const name of ['ann', 'bob']) {
        await expect.poll(async () => differences((await viewer.heard())[name], SIGNATURES[name]!), EVENTUALLY).toBe('');
      }
    }
  }

  /** How long until neither room shows the other's host, nor knows of a link. */
  async function msUntilApart(hostsInRed: readonly string[], hostsInBlue: readonly string[], limitMs: number): Promise<number> {
    const startMs = performance.now();
    for (const [room, hosts] of [[RED, hostsInRed], [BLUE, hostsInBlue]] as const) {
      const left = Math.max(1, limitMs - (performance.now() - startMs));
      await expect.poll(() => side(room), { timeout: left, interval: 100 }).toEqual({ hosts, links: [] });
    }
    return Math.round(performance.now() - startMs);
  }

  async function linkByApi(): Promise<string> {
    const { linkId } = await ask<{ linkId: string }>('POST', `${RED}/links`, ANN, { roomId: BLUE, userId: 'bob' });
    await ask('POST', `${BLUE}/links/${linkId}/answer`, BOB, { accept: true });
    await expect.poll(async () => (await side(RED)).hosts, EVENTUALLY).toEqual(['ann', `bob of ${BLUE}`]);
    return linkId;
  }

  beforeAll(async () => {
    browser = await launch();
    mortal = await launchMortal();
    ann = await host(browser, RED, 'ann');
    bob = await host(mortal.browser, BLUE, 'bob');
    eve = await SignatureTab.watch(browser, SERVER, RED, 'eve', { role: 'audience' });
    fay = await SignatureTab.watch(browser, SERVER, BLUE, 'fay', { role: 'audience' });
  });
  afterAll(async () => {
    await browser.close();
    await mortal.server.kill();
  });

  it('by the page: asked, accepted, both side by side for all, ended by the one who was asked', async () => {
    await ann.askForPk(BLUE, 'bob', 'best of three');
    await ann.card(`Waiting for bob of “${BLUE}” to accept PK`).waitFor();
    await bob.onCard(`ann of “${RED}” asks you for PK: best of three`, 'Accept PK');
    for (const tab of [ann, bob]) {
      await tab.untilLinked(2);
    }
    expect(await ann.tile('bob').getAttribute('data-room')).toBe(BLUE);
    await ann.untilPlaying('bob');
    await bob.untilPlaying('ann');
    const [own, other] = await Promise.all([ann.tile('ann').boundingBox(), ann.tile('bob').boundingBox()]);
    expect([other!.y, other!.width, other!.height]).toEqual([own!.y, own!.width, own!.height]);
    expect(other!.x).toBeGreaterThanOrEqual(own!.x + own!.width);
    await untilBothShowBoth();

    await bob.onCard(`PK with ann of “${RED}”`, 'End PK');
    for (const tab of [ann, bob]) {
      await tab.untilLinked(0);
    }
    console.log(`ended by the asked: apart after ${await msUntilApart(['ann'], ['bob'], EVENTUALLY.timeout)} ms`);
    expect(await ann.onStage()).toEqual(['ann']);
    expect(await bob.onStage()).toEqual(['bob']);
  });

  it('by the page: declined with nothing changed', async () => {
    await ann.askForPk(BLUE, 'bob', '');
    await bob.onCard(`ann of “${RED}” asks you for PK`, 'Decline');
    await ann.page.locator('.toast', { hasText: 'declined PK' }).waitFor();
    expect(await side(RED)).toEqual({ hosts: ['ann'], links: [] });
  });

  it('by the API: linked, seen and heard by both audiences, ended by the one who asked', async () => {
    const linkId = await linkByApi();
    await untilBothShowBoth();
    expect(await ask('DELETE', `${RED}/links/${linkId}`, ANN)).toMatchObject({ state: 'ENDED', reason: 'ENDED_BY_INVITER' });
    await msUntilApart(['ann'], ['bob'], EVENTUALLY.timeout);
    await bob.untilLinked(0);
  });

  it('cleans up both rooms at once after a page is closed, within 35 s after a browser is killed', { timeout: 150_000 }, async () => {
    await linkByApi();
    await bob.page.close({ runBeforeUnload: true });
    const closedMs = await msUntilApart(['ann'], [], EVENTUALLY.timeout);
    await expect.poll(async () => (await eve.events()).at(-1), EVENTUALLY).toBe('bob left');
    await ann.untilLinked(0);

    bob = await host(mortal.browser, BLUE, 'bob');
    await linkByApi();
    await ann.untilLinked(2);
    await mortal.server.kill();
    const killedMs = await msUntilApart(['ann'], [], KILL_LIMIT_MS);
    await ann.untilLinked(0);
    for (const [viewer, gone] of [[eve, 'bob left'], [fay, 'ann left']] as const) {
      await expect.poll(async () => (await viewer.events()).filter((line) => / left$/.test(line)), EVENTUALLY).toContain(gone);
    }
    console.log(`both rooms clean ${closedMs} ms after a page was closed, ${killedMs} ms after a browser was killed`);
    for (const viewer of [eve, fay]) {
      expect((await viewer.events()).filter((line) => !/ (joined|left)$/.test(line))).toEqual([]);
    }
  });
});
