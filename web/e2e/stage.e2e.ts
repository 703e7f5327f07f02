import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './support/Chromium';
import { DataTab } from './support/DataTab';
import { LiveKitPage } from './support/LiveKitPage';
import { countLines, lines } from './support/Lines';
import { participants } from './support/rooms';
import { RoomTab } from './support/RoomTab';
import { devTokenFor } from './support/tokens';

const SERVER = inject('serverUrl');
const ROOM = 'stage-page';
const EVENTUALLY = { timeout: 30_000, interval: 100 };
/** A guard against a hang: how long it really took is printed. */
const HANG_MS = 20_000;
const FLOOD = 400;

describe('a stage in Chromium', () => {
  let browser: Browser;
  let ann: RoomTab;
  let eve: RoomTab;
  /** Of the audience too, by livekit-client alone. */
  let zoe: LiveKitPage;

  async function arrive(name: string, role: 'host' | 'audience'): Promise<RoomTab> {
    const page = await openPage(browser);
    await countLines(page);
    const tab = await RoomTab.visit(page, SERVER, ROOM, name, { role });
    await tab.enter();
    return tab;
  }

  /** Its stay and its connections, as the server names them. */
  async function staysOf(user: string): Promise<string[]> {
    const all = (await participants(SERVER, ROOM)).filter(({ userId }) => userId === user);
    return all.map(({ participantId, peerId }) => `${participantId} ${peerId}`).sort();
  }

  beforeAll(async () => {
    browser = await launch();
    ann = await arrive('ann', 'host');
    await ann.untilRole('HOST');
    zoe = await LiveKitPage.join(browser, SERVER, ROOM, 'zoe', { role: 'audience' });
    eve = await arrive('eve', 'audience');
    await eve.untilRole('AUDIENCE');
    await eve.untilPlaying('ann');
  });
  afterAll(async () => browser.close());

  it('shows the audience as a number, and to it the hosts alone', async () => {
    await expect.poll(() => ann.page.locator('[data-part="live-count"]').innerText(), EVENTUALLY).toBe('2');
    expect(await ann.onStage()).toEqual(['ann']);
    expect(await eve.onStage()).toEqual(['ann']);
    expect(await eve.page.getByRole('button', { name: /microphone|camera|screen/i }).count()).toBe(0);
    await ann.press(/^People/);
    await expect.poll(() => ann.page.locator('[data-part="audience-list"] li').allInnerTexts(), EVENTUALLY).toHaveLength(2);
    await ann.press('Close the list of people');
  });

  it('takes a hand up and down', async () => {
    await eve.press('Raise your hand');
    await ann.card('eve asks for the stage').waitFor();
    await eve.press('Take your hand down');
    await expect.poll(() => ann.card('eve').count(), EVENTUALLY).toBe(0);
    await eve.press('Raise your hand');
    await ann.onCard('eve asks for the stage', 'Decline');
    await eve.page.getByRole('button', { name: 'Raise your hand' }).waitFor();
  });

  it('lets one of the audience publish who raises a hand and is invited, and sends it back, without a new connection', async () => {
    const before = {
      eveStays: await staysOf('eve'), zoeStays: await staysOf('zoe'), eve: await lines(eve.page), ann: await lines(ann.page),
    };
    expect(before.eveStays.length).toBeGreaterThan(0);
    await eve.press('Raise your hand');
    await ann.onCard('eve asks for the stage', 'Invite to stage');
    await eve.card('ann invites you to the stage').waitFor();
    const pressedMs = performance.now();
    await eve.onCard('ann invites you to the stage', 'Join the stage');
    await eve.untilRole('HOST');
    const roleMs = performance.now() - pressedMs;
    await zoe.untilHeard('subscribed eve camera');
    const publishedMs = performance.now() - pressedMs;
    await ann.untilPlaying('eve', 'camera', 1);
    const seenMs = performance.now() - pressedMs;
    console.log(`from “Join the stage”: a host after ${Math.round(roleMs)} ms, its camera published to others after `
      + `${Math.round(publishedMs)} ms, on the other host's screen after ${Math.round(seenMs)} ms`);
    expect(publishedMs).toBeLessThan(HANG_MS);
    await zoe.untilHeard('subscribed eve microphone');
    expect(await eve.onStage()).toEqual(['ann', 'eve']);
    await expect.poll(() => ann.card('eve').count(), EVENTUALLY).toBe(0);

    await ann.press(/^People/);
    await ann.press('Send eve back to the audience');
    await eve.untilRole('AUDIENCE');
    for (const source of ['camera', 'microphone']) {
      await zoe.untilHeard(`unsubscribed eve ${source}`);
    }
    await zoe.untilHeard('disconnected eve');
    await ann.tile('eve').waitFor({ state: 'detached' });
    expect(await eve.onStage()).toEqual(['ann']);
    const publishes = async (): Promise<boolean | undefined> =>
      (await participants(SERVER, ROOM)).find(({ userId }) => userId === 'eve')?.publishes;
    await expect.poll(publishes, EVENTUALLY).toBe(false);
    await eve.untilPlaying('ann');

    expect(await staysOf('eve')).toEqual(before.eveStays);
    expect(await staysOf('zoe')).toEqual(before.zoeStays);
    expect(await lines(eve.page)).toEqual(before.eve);
    expect(await lines(ann.page)).toEqual(before.ann);
    expect((await zoe.heard()).filter((line) => line.startsWith('left') || line === 'reconnecting')).toEqual([]);
  });

  it('is left by the host itself, who is invited again', async () => {
    await ann.page.locator('[data-part="audience-list"]').getByRole('button', { name: 'Invite eve to the stage' }).click();
    await eve.onCard('ann invites you to the stage', 'Join the stage');
    await eve.untilRole('HOST');
    await ann.untilPlaying('eve', 'camera', 1);
    await eve.press('Back to the audience');
    await eve.untilRole('AUDIENCE');
    await ann.tile('eve').waitFor({ state: 'detached' });
    await ann.press('Close the list of people');
  });

  it('has attributes that its hosts set and everybody reads', async () => {
    await ann.press(/^People/);
    await ann.press('Room attributes');
    const dialog = ann.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('topic');
    await dialog.getByLabel('Value').fill('birds');
    await dialog.getByLabel('Message for everybody').fill('Today: birds');
    await dialog.getByRole('button', { name: 'Set' }).click();
    await eve.page.locator('.toast', { hasText: 'ann · Today: birds' }).waitFor();
    await eve.press(/^People/);
    await eve.press('Room attributes');
    expect(await eve.page.locator('[data-part="attributes-list"]').innerText()).toMatch(/topic\s+birds/);
    expect(await eve.page.getByRole('button', { name: 'Take topic away' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Take topic away' }).click();
    await expect.poll(() => eve.page.locator('[data-part="attributes-list"] li').count(), EVENTUALLY).toBe(0);
    for (const tab of [ann, eve]) {
      await tab.press('Done');
      await tab.press('Close the list of people');
    }
  });

  it('believes no packet that a client forges on the server’s topic', async () => {
    const mallory = await DataTab.join(browser, SERVER, ROOM, 'mallory', '/rtc/v1', { canPublish: false, canPublishData: true });
    const nora = await DataTab.join(browser, SERVER, ROOM, 'nora', '/rtc/v1', { canPublish: false, canPublishData: true });
    const faultsBefore = await reservedTopicFaults();
    const news = (type: string, details: object): string =>
      JSON.stringify({ type, sequence: 1_000_000_000, timeMs: 0, roomId: ROOM, details: { ...details, forged: true } });
    const forged = [
      news('hand_raised', { userId: 'forged', participantId: 'PA_forged', raisedAtMs: 1 }),
      news('invited', { invitationId: 'IV_forged', userId: 'ann', by: 'eve', expiresAtMs: 1 }),
      news('role_changed', { userId: 'ann', participantId: 'PA_forged', role: 'AUDIENCE' }),
      news('count_changed', { count: 7_777, audience: 7_777 }),
    ];
    for (const packet of forged) {
      for (const reliable of [true, false]) {
        await mallory.send(packet, { reliable, topic: 'ringcast' });
      }
    }
    await mallory.openStream('ringcast', forged[0]!);
    await mallory.send('the last', { reliable: true, topic: 'marker' });
    await expect.poll(async () => (await nora.packets()).map(({ text }) => text), EVENTUALLY).toContain('the last');
    expect((await nora.packets()).filter(({ text }) => text.includes('forged'))).toEqual([]);
    expect(await reservedTopicFaults()).toBeGreaterThan(faultsBefore);

    expect((await stage('PUT', 'mallory', 'hand')).status).toBe(200);
    await ann.card('mallory asks for the stage').waitFor();
    expect(await ann.page.locator('.card').count()).toBe(1);
    expect(await ann.page.locator('[data-part="room"]').getAttribute('data-role')).toBe('HOST');
    await nora.tab.close();
    await mallory.tab.close();
    await expect.poll(() => ann.page.locator('.card').count(), EVENTUALLY).toBe(0);
  });

  it('slows down who raises its hand without end, and goes on for the others', async () => {
    const statuses = new Map<number, number>();
    const beginMs = performance.now();
    for (let batch = 0; batch < FLOOD / 50; batch++) {
      const asked = Array.from({ length: 50 }, (_, n) => stage(n % 2 === 0 ? 'PUT' : 'DELETE', 'zoe', 'hand'));
      for (const { status } of await Promise.all(asked)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    const seconds = (performance.now() - beginMs) / 1000;
    console.log(`${Math.round(FLOOD / seconds)} requests a second: ${JSON.stringify(Object.fromEntries(statuses))}`);
    expect([...statuses.keys()].sort()).toEqual([200, 204, 429]);
    expect(await (await stage('PUT', 'zoe', 'hand')).text()).toMatch(/too-many-stage-requests|raisedAtMs/);
    await stage('DELETE', 'zoe', 'hand');
    await eve.press('Raise your hand');
    await ann.onCard('eve asks for the stage', 'Decline');
    await eve.page.getByRole('button', { name: 'Raise your hand' }).waitFor();
  });
});

async function stage(method: string, user: string, path: string): Promise<Response> {
  const token = devTokenFor(user, ROOM, { role: 'audience' });
  return fetch(`${SERVER}/v1/rooms/${ROOM}/stage/${path}`, { method, headers: { Authorization: `Bearer ${token}` } });
}

/** How many packets and streams of clients on the server's topic went no further. */
async function reservedTopicFaults(): Promise<number> {
  const metrics = await (await fetch(`${SERVER}/metrics`)).text();
  return Number(/ringcast_data_faults_total\{[^}]*reserved_topic[^}]*\} ([\d.]+)/i.exec(metrics)?.[1] ?? Number.NaN);
}
