import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { LiveKitPage } from './support/LiveKitPage';
import { devTokenFor } from './support/tokens';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 30_000, interval: 100 };

async function call(method: string, path: string, token: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${SERVER}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a live room in Chromium', () => {
  const room = 'stage';
  const admin = devTokenFor('backend', room, {}, { roomAdmin: true, roomCreate: true });
  let browser: Browser;
  let ann: LiveKitPage;
  let bob: LiveKitPage;
  let eve: LiveKitPage;

  const becomes = (role: string): ReturnType<typeof call> => call('POST', `/v1/rooms/${room}/participants/eve/role`, admin, { role });

  beforeAll(async () => {
    browser = await launch();
    ann = await LiveKitPage.join(browser, SERVER, room, 'ann', { role: 'host' });
    bob = await LiveKitPage.join(browser, SERVER, room, 'bob', { role: 'host' });
    eve = await LiveKitPage.join(browser, SERVER, room, 'eve', { role: 'audience' });
    await ann.publishCamera();
    await bob.publishCamera();
  });
  afterAll(async () => browser.close());

  it('shows hosts to everybody and the audience as a number', async () => {
    for (const host of ['ann', 'bob']) {
      await eve.untilHeard(`subscribed ${host} camera`);
    }
    expect((await eve.there()).others).toEqual(['ann', 'bob']);
    expect((await ann.there()).others).toEqual(['bob']);
    await expect.poll(async () => (await ann.there()).count, EVENTUALLY).toBe(3);
    expect((await call('GET', `/v1/rooms/${room}`, admin)).body).toMatchObject({ mode: 'LIVE', media: 'VIDEO', hosts: 2, count: 3 });
    const audience = await call('GET', `/v1/rooms/${room}/audience`, devTokenFor('ann', room, { role: 'host' }));
    expect(audience.body).toMatchObject({ audience: [{ userId: 'eve' }] });
    expect((await call('GET', `/v1/rooms/${room}/audience`, devTokenFor('eve', room, { role: 'audience' }))).status).toBe(403);
  });

  it('refuses what an audience publishes', async () => {
    await expect(eve.publishCamera()).rejects.toThrow(/permission/i);
  });

  it('takes a viewer onto the stage and back, without a new connection', async () => {
    const beginMs = performance.now();
    expect((await becomes('host')).body).toMatchObject({ userId: 'eve', role: 'HOST' });
    await eve.untilHeard('permissions eve canPublish=true');
    await eve.publishCamera();
    await ann.untilHeard('subscribed eve camera');
    console.log(`from the call to the others' subscription: ${Math.round(performance.now() - beginMs)} ms`);
    await bob.untilHeard('subscribed eve camera');

    expect((await becomes('audience')).body).toMatchObject({ userId: 'eve', role: 'AUDIENCE' });
    await eve.untilHeard('permissions eve canPublish=false');
    await eve.untilHeard('ended camera');
    for (const tab of [ann, bob]) {
      await tab.untilHeard('unsubscribed eve camera');
      await tab.untilHeard('disconnected eve');
      expect((await tab.there()).others).not.toContain('eve');
    }
    await expect(eve.publishCamera()).rejects.toThrow(/permission/i);
    expect((await eve.there()).others).toEqual(['ann', 'bob']);
    expect((await eve.heard()).filter((line) => line.startsWith('left') || line === 'reconnecting')).toEqual([]);
  });

  it('tells why somebody is not let in', async () => {
    await expect(LiveKitPage.join(browser, SERVER, room, 'cid', { mode: 'meeting' })).rejects.toThrow(/WRONG_MODE.*live room/);
    const meeting = 'prepared-meeting';
    const backend = devTokenFor('backend', meeting, {}, { roomCreate: true });
    expect((await call('POST', '/v1/rooms', backend, { roomId: meeting, mode: 'meeting' })).status).toBe(201);
    await expect(LiveKitPage.join(browser, SERVER, meeting, 'cid', { role: 'host' })).rejects.toThrow(/WRONG_MODE.*meeting/);
  });
});
