import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { PORTRAITS } from './support/paintedCamera';
import { PhoneTab } from './support/PhoneTab';
import { RingcastServer } from './support/RingcastServer';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 30_000, interval: 50 };
const IMAGES = resolve(import.meta.dirname, '../../docs/images');
const NAMES = ['ann', 'bob', 'cat'] as const;
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

/** One whose calls ring for as long as may be, so that nothing a slow machine does ends them. */
async function phone(server: string, name: string): Promise<PhoneTab> {
  return PhoneTab.open(browser, server, name, { contacts: NAMES.join(','), ring: '179' });
}

async function talk(caller: PhoneTab, callee: PhoneTab): Promise<void> {
  await caller.dial(callee.name);
  await callee.untilRung(caller.name);
  await callee.answer(caller.name);
  await Promise.all([caller.untilStage('talking'), callee.untilStage('talking')]);
}

/** The newest line of each history. */
async function untilLast(...expected: readonly (readonly [PhoneTab, string])[]): Promise<void> {
  for (const [tab, line] of expected) {
    await expect.poll(async () => (await tab.history())[0], { ...EVENTUALLY, message: `${tab.name}'s history` }).toBe(line);
  }
}

describe('the phone', () => {
  let ann: PhoneTab;
  let bob: PhoneTab;
  let cat: PhoneTab;

  beforeAll(async () => {
    [ann, bob, cat] = await Promise.all(NAMES.map((name) => phone(SERVER, name))) as [PhoneTab, PhoneTab, PhoneTab];
  });

  afterEach(async () => {
    await Promise.all([ann, bob, cat].map((tab) => tab.quit()));
  });

  it('rings, is answered, heard and seen on both sides, and ends for both with one length', async () => {
    await ann.untilPresence('bob', 'ONLINE');
    await ann.dial('bob', 'VIDEO');
    await bob.untilRung('ann');
    expect(await bob.incoming('ann').innerText()).toContain('Video call');
    await expect.poll(() => ann.words(), EVENTUALLY).toContain('Ringing…');
    await bob.untilConnected();
    await bob.untilRung('ann');
    await bob.answer('ann');
    await Promise.all([ann.untilStage('talking'), bob.untilStage('talking')]);
    await Promise.all([ann.untilSees('bob'), bob.untilSees('ann'), ann.untilHears(), bob.untilHears()]);
    await cat.untilPresence('ann', 'IN_CALL');
    const [annsCall, bobsCall] = [await ann.call(), await bob.call()];
    expect(annsCall['connectedAtMs']).toMatch(/^\d{13}$/);
    expect(bobsCall['connectedAtMs']).toBe(annsCall['connectedAtMs']);
    const [annsTimer, bobsTimer] = await Promise.all([ann.timerSeconds(), bob.timerSeconds()]);
    expect(Math.abs(annsTimer - bobsTimer)).toBeLessThanOrEqual(1);
    await ann.press('Hang up');
    await Promise.all([ann.untilStage('over'), bob.untilStage('over')]);
    const talkedMs = (await ann.call())['talkedMs'];
    expect(Number(talkedMs)).toBeGreaterThan(0);
    expect((await bob.call())['talkedMs']).toBe(talkedMs);
    await untilLast([ann, 'out bob HUNG_UP'], [bob, 'in ann CALL_ENDED']);
    expect([await ann.talkedInHistory(), await bob.talkedInHistory()]).toEqual([Number(talkedMs), Number(talkedMs)]);
  });

  it('tells a refused call', async () => {
    await ann.dial('bob');
    await bob.untilRung('ann');
    await bob.decline('ann');
    await ann.untilCall('end', 'REFUSED');
    await untilLast([ann, 'out bob REFUSED'], [bob, 'in ann REJECTED']);
  });

  it('stops ringing when the call is taken back', async () => {
    await ann.dial('bob');
    await bob.untilRung('ann');
    await ann.press('Take the call back');
    await bob.untilQuiet();
    await bob.untilSaid('You missed a call of ann');
    await untilLast([ann, 'out bob CANCELLED'], [bob, 'missed ann CALLED_OFF']);
  });

  it('stops ringing when nobody answers in time', async () => {
    const dan = await PhoneTab.open(browser, SERVER, 'dan', { ring: '5' });
    await dan.dial('bob');
    await bob.untilRung('dan');
    await dan.untilCall('end', 'UNANSWERED');
    await bob.untilQuiet();
    await untilLast([dan, 'out bob UNANSWERED'], [bob, 'missed dan NO_ANSWER']);
    await dan.close();
  });

  it('is busy without call waiting, and rings softly with it: answering ends the other call', async () => {
    await bob.setHabit('Call waiting', false);
    await talk(ann, bob);
    await cat.dial('bob');
    await cat.untilCall('end', 'FOUND_BUSY');
    expect(await cat.words()).toContain('bob is in another call');
    await untilLast([cat, 'out bob FOUND_BUSY'], [bob, 'missed cat BUSY']);
    await cat.quit();
    await bob.setHabit('Call waiting', true);
    await cat.dial('bob');
    await bob.untilRung('cat');
    expect((await bob.call())['stage']).toBe('talking');
    await bob.answer('cat');
    await Promise.all([ann.untilStage('over'), cat.untilStage('talking'), bob.untilStage('talking')]);
    await untilLast([ann, 'out bob CALL_ENDED'], [bob, 'in ann TOOK_ANOTHER_CALL']);
    await cat.press('Hang up');
    await Promise.all([cat.untilStage('over'), bob.untilStage('over')]);
  });

  it('makes one call of two who dial each other', async () => {
    await PhoneTab.dialEachOther(ann, bob);
    await Promise.all([ann.untilStage('talking'), bob.untilStage('talking')]);
    await Promise.all([ann.untilHears(), bob.untilHears()]);
    await expect.poll(async () => await ann.incoming('bob').count() + await bob.incoming('ann').count(), EVENTUALLY).toBe(0);
    await bob.press('Hang up');
    await Promise.all([ann.untilStage('over'), bob.untilStage('over')]);
  });

  it('goes from audio to video and back by agreement, and takes in a third', async () => {
    await talk(ann, bob);
    await ann.press('Switch to video');
    const [asking, asked] = [await ann.banner(), await bob.banner()];
    expect(await asking.innerText()).toContain('You asked for video');
    await asked.getByRole('button', { name: 'Not now' }).click();
    await ann.untilSaid('The switch was not agreed to');
    await ann.press('Switch to video');
    await (await bob.banner()).getByRole('button', { name: 'Switch to video' }).click();
    await Promise.all([ann.untilSees('bob'), bob.untilSees('ann')]);
    await bob.press('Switch to audio');
    await (await ann.banner()).getByRole('button', { name: 'Switch to audio' }).click();
    await Promise.all([ann.untilCall('media', 'AUDIO'), bob.untilCall('media', 'AUDIO'), bob.untilSeat('ann', 'video', 'false')]);

    await ann.add('cat');
    await cat.untilRung('ann');
    expect(await cat.incoming('ann').innerText()).toContain('with bob');
    await cat.answer('ann');
    await Promise.all([ann, bob, cat].map(async (tab) => {
      await tab.untilCall('type', 'MULTI');
      await tab.untilHears(2);
    }));
    await ann.press('Turn the microphone off');
    await cat.untilSeat('ann', 'microphone', 'false');
    await ann.press('Hang up');
    await cat.untilSaid('ann left');
    expect([(await bob.call())['stage'], (await cat.call())['stage']]).toEqual(['talking', 'talking']);
    await ann.untilOpen('A call with bob and cat goes on');
    await ann.press('Join');
    await Promise.all([ann.untilHears(2), bob.untilHears(2)]);
    await ann.press('Hang up');
    await ann.untilOpen('A call with bob and cat goes on');
    await bob.press('Hang up');
    await cat.press('Hang up');
    await ann.untilOpen('');
    await untilLast([ann, 'out bob,cat HUNG_UP'], [bob, 'in ann,cat HUNG_UP'], [cat, 'in ann,bob HUNG_UP']);
  });

  it('rings on two devices, and one answers', async () => {
    const other = await phone(SERVER, 'bob');
    await ann.dial('bob');
    await Promise.all([bob.untilRung('ann'), other.untilRung('ann')]);
    await other.answer('ann');
    await bob.untilQuiet();
    await bob.untilSaid('Answered on another device');
    await Promise.all([ann.untilStage('talking'), other.untilStage('talking')]);
    await other.page.reload();
    await other.untilStage('talking');
    await Promise.all([other.untilHears(), ann.untilHears()]);
    await ann.press('Hang up');
    await untilLast([other, 'in ann CALL_ENDED'], [bob, 'in ann CALL_ENDED']);
    await other.close();
  });

  it('deletes from one history alone', async () => {
    const [bobs, anns] = [await bob.history(), await ann.history()];
    expect(bobs.length).toBeGreaterThanOrEqual(8);
    await bob.tab('History');
    await bob.page.locator('[data-part="history-list"] .line').first().hover();
    await bob.page.getByRole('button', { name: /^Delete this call with/ }).first().click();
    await expect.poll(() => bob.history(), EVENTUALLY).toEqual(bobs.slice(1));
    await bob.page.getByRole('switch', { name: 'Only missed' }).click();
    await expect.poll(() => bob.history(), EVENTUALLY).toEqual(bobs.slice(1).filter((line) => line.startsWith('missed')));
    await bob.press('Delete all');
    await bob.page.getByRole('dialog').getByRole('button', { name: 'Delete all' }).click();
    await expect.poll(() => bob.history(), EVENTUALLY).toEqual([]);
    await bob.page.reload();
    await bob.untilSignedIn();
    await ann.page.reload();
    await ann.untilSignedIn();
    await expect.poll(() => ann.history(), EVENTUALLY).toEqual(anns);
    expect(await bob.history()).toEqual([]);
  });
});

it('goes on after the server was killed while it rang and while they talked', { timeout: 150_000 }, async () => {
  let server = await RingcastServer.start();
  try {
    const [ann, bob] = [await phone(server.url, 'ann'), await phone(server.url, 'bob')];
    await ann.dial('bob');
    await bob.untilRung('ann');
    server = await server.killed();
    await Promise.all([ann.untilOnline(), bob.untilOnline()]);
    await bob.answer('ann');
    await Promise.all([ann.untilStage('talking'), bob.untilStage('talking')]);
    await Promise.all([ann.untilHears(), bob.untilHears()]);
    const { connectedAtMs } = await ann.call();
    server = await server.killed();
    const backMs = performance.now();
    await Promise.all([ann.untilOnline(), bob.untilOnline()]);
    const onlineMs = performance.now();
    await Promise.all([ann.untilHears(), bob.untilHears()]);
    const sinceMs = (atMs: number): number => Math.round(atMs - backMs);
    console.log(`after the server was back: both online in ${sinceMs(onlineMs)} ms, heard in ${sinceMs(performance.now())} ms`);
    expect([(await ann.call())['connectedAtMs'], (await bob.call())['connectedAtMs']]).toEqual([connectedAtMs, connectedAtMs]);
    await bob.press('Hang up');
    await Promise.all([ann.untilStage('over'), bob.untilStage('over')]);
    await untilLast([ann, 'out bob CALL_ENDED'], [bob, 'in ann HUNG_UP']);
    expect(await ann.talkedInHistory()).toBe(await bob.talkedInHistory());
    await Promise.all([ann.close(), bob.close()]);
  } finally {
    await server.stop();
  }
});

// The pictures of docs/calls.md: not a check, so made only when asked for.
describe.runIf(process.env['RINGCAST_SCREENSHOT'])('the pictures of the phone', () => {
  const WIDE: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, colorScheme: 'light' };
  const NARROW: BrowserContextOptions = {
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: 'dark',
  };
  /** Until the large layers flow. */
  const SETTLE_MS = 6_000;

  it.each([['phone', WIDE], ['phone-narrow', NARROW]] as const)('%s', { timeout: 200_000 }, async (prefix, options) => {
    const arrive = async (name: keyof typeof PORTRAITS, how: BrowserContextOptions): Promise<PhoneTab> => {
      const context = await browser.newContext(how);
      return PhoneTab.visit(context, SERVER, name, { contacts: 'Ann,Bob,Chloé,Dan' }, PORTRAITS[name]);
    };
    mkdirSync(IMAGES, { recursive: true });
    const ann = await arrive('Ann', options);
    const take = async (phase: string): Promise<void> => {
      await ann.page.mouse.move(5, 5);
      await ann.page.waitForTimeout(700);
      await ann.page.screenshot({ path: `${IMAGES}/${prefix}-${phase}.png` });
    };
    await take('sign-in');
    await ann.turnOn();
    const [bob, chloe] = [await arrive('Bob', WIDE), await arrive('Chloé', WIDE)];
    await Promise.all([bob.turnOn(), chloe.turnOn()]);
    await bob.dial('Ann');
    await ann.untilRung('Bob');
    await bob.press('Take the call back');
    await bob.quit();
    await ann.dial('Bob');
    await bob.untilRung('Ann');
    await take('outgoing');
    await bob.answer('Ann');
    await ann.untilStage('talking');
    await ann.page.waitForTimeout(SETTLE_MS);
    await take('audio');
    await bob.press('Switch to video');
    await ann.banner();
    await take('switch');
    await (await ann.banner()).getByRole('button', { name: 'Switch to video' }).click();
    await Promise.all([ann.untilSees('Bob'), bob.untilSees('Ann')]);
    await ann.page.waitForTimeout(SETTLE_MS);
    await take('video');
    await chloe.dial('Ann', 'VIDEO');
    await ann.untilRung('Chloé');
    await take('second');
    await chloe.press('Take the call back');
    await ann.press('Add somebody');
    await take('add');
    await ann.page.locator('.add-choice', { hasText: 'Chloé' }).click();
    await chloe.untilRung('Ann');
    await chloe.answer('Ann');
    await ann.untilSees('Chloé');
    await ann.page.waitForTimeout(SETTLE_MS);
    await take('group');
    await bob.press('Hang up');
    await chloe.press('Hang up');
    await ann.press('Hang up');
    await ann.untilStage('over');
    await take('over');
    await ann.quit();
    await bob.quit();
    await bob.dial('Ann', 'VIDEO');
    await ann.untilRung('Bob');
    await take('incoming');
    await ann.decline('Bob');
    await ann.untilQuiet();
    await take('contacts');
    await ann.tab('History');
    await take('history');
    await Promise.all([ann, bob, chloe].map((tab) => tab.close()));
  });
});
