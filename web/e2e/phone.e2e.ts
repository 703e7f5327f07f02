import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { PhoneTab } from './support/PhoneTab';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 20_000, interval: 50 };
let browser: Browser;
const open: PhoneTab[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((tab) => tab.close()));
});
afterAll(async () => browser.close());

/** Names of their own for each test, so that none meets another's calls or history. */
async function phones<const N extends readonly string[]>(test: string, ...names: N): Promise<{ [K in keyof N]: PhoneTab }> {
  const full = names.map((name) => `${name}-${test}`);
  const tabs = await Promise.all(full.map((name) => PhoneTab.open(browser, SERVER, name, full)));
  open.push(...tabs);
  return tabs as { [K in keyof N]: PhoneTab };
}

async function talk(caller: PhoneTab, callee: PhoneTab, media: 'AUDIO' | 'VIDEO' = 'AUDIO'): Promise<void> {
  await caller.dial(callee.name, media);
  await callee.untilRung(caller.name);
  await callee.answer(caller.name);
  await Promise.all([caller.untilStage('talking'), callee.untilStage('talking')]);
}

describe('a call between two', () => {
  it('rings, is answered, heard and seen on both sides, and ends for both with one length', async () => {
    const [ann, bob] = await phones('video', 'ann', 'bob');
    await ann.untilPresence(bob.name, 'ONLINE');
    await ann.dial(bob.name, 'VIDEO');
    await bob.untilRung(ann.name);
    expect(await bob.incoming(ann.name).innerText()).toContain('Video call');
    await expect.poll(() => ann.words(), EVENTUALLY).toContain('Ringing…');
    await bob.answer(ann.name);
    await Promise.all([ann.untilStage('talking'), bob.untilStage('talking')]);
    await Promise.all([ann.untilSees(bob.name), bob.untilSees(ann.name), ann.untilHears(), bob.untilHears()]);
    const [annsCall, bobsCall] = [await ann.call(), await bob.call()];
    expect(annsCall['connectedAtMs']).toMatch(/^\d{13}$/);
    expect(annsCall['connectedAtMs']).toBe(bobsCall['connectedAtMs']);
    await ann.press('Hang up');
    await Promise.all([ann.untilStage('over'), bob.untilStage('over')]);
    const [annsEnd, bobsEnd] = [await ann.call(), await bob.call()];
    expect([annsEnd['end'], bobsEnd['end']]).toEqual(['HUNG_UP', 'CALL_ENDED']);
    expect(Number(annsEnd['talkedMs'])).toBeGreaterThan(0);
    expect(annsEnd['talkedMs']).toBe(bobsEnd['talkedMs']);
  });
});
void talk;
