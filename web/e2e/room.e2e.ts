import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, launchSilent, openPage } from './support/Chromium';
import { RoomTab, type Visit } from './support/RoomTab';
import { TcpRelay } from './support/TcpRelay';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 30_000, interval: 100 };
let browser: Browser;
const tabs: RoomTab[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());
afterEach(async () => {
  await Promise.all(tabs.splice(0).map((tab) => tab.close()));
});

async function join(room: string, name: string, visit?: Visit, server = SERVER): Promise<RoomTab> {
  const tab = await RoomTab.join(browser, server, room, name, visit);
  tabs.push(tab);
  return tab;
}

async function open(room: string, name: string, visit?: Visit): Promise<RoomTab> {
  const tab = await RoomTab.open(browser, SERVER, room, name, visit);
  tabs.push(tab);
  return tab;
}

/**
 * Runs in the page: joins as soon as it can without a press, which would let the browser play, and without a microphone, which would too;
 * says the banner on the console, because the driver's own look at a page counts as a press.
 */
function joinWithoutHands(): void {
  localStorage.setItem('ringcast.room', JSON.stringify({ microphone: false, camera: false }));
  window.addEventListener('load', () => {
    const timer = setInterval(() => {
      const form = document.querySelector<HTMLFormElement>('[data-part="join"]');
      if (form !== null) {
        clearInterval(timer);
        form.requestSubmit();
      }
    }, 50);
    const tell = (): void => console.info(document.querySelector<HTMLElement>('[data-part="banner"]:not([hidden])')?.innerText);
    new MutationObserver(tell).observe(document.body, { subtree: true, childList: true, attributeFilter: ['hidden'] });
  });
}

describe('two visitors of the room page', () => {
  it('see each other, and what each does with microphone, layers and screen, until one leaves', async () => {
    const ann = await join('page', 'ann');
    expect(await ann.banner()).toContain('only one here');
    const bob = await join('page', 'bob');
    await ann.untilPlaying('bob');
    await bob.untilPlaying('ann');
    await bob.untilTile('ann', 'speaking', 'true');
    expect(await ann.peopleCount()).toBe(2);

    await ann.page.keyboard.press('m');
    await bob.untilTile('ann', 'microphone', 'muted');
    await ann.press(/Turn the microphone on/);
    await bob.untilTile('ann', 'microphone', 'on');

    await bob.showFigures('ann');
    await bob.choose('ann', 'high');
    await vi.waitFor(async () => expect(await bob.width('ann')).toBe(1280), EVENTUALLY);
    await bob.choose('ann', 'low');
    await vi.waitFor(async () => expect([0 < await bob.width('ann'), await bob.width('ann') <= 320]).toEqual([true, true]), EVENTUALLY);
    await bob.choose('ann', 'off');
    await bob.untilTile('ann', 'video', 'false');
    expect(await bob.tile('ann').innerText()).toContain('Picture off');
    await bob.choose('ann', 'auto');
    await bob.untilPlaying('ann');

    await ann.press(/Share your screen/);
    await bob.untilTile('ann', 'focused', 'true', 'screen');
    await bob.untilPlaying('ann', 'screen', 3);
    await ann.press('Stop sharing');
    await bob.tile('ann', 'screen').waitFor({ state: 'detached' });

    await ann.press('Leave the room');
    await bob.tile('ann').waitFor({ state: 'detached' });
    expect(await bob.page.locator('.toasts').innerText()).toContain('ann left');
    expect(await bob.page.locator('audio').count()).toBe(0);
    await ann.untilState('lobby');
    await ann.press('Join');
    await ann.untilState('joined');
    await bob.untilPlaying('ann');
  });

  it('with two passphrases are told so, and play when they have one', async () => {
    const ann = await join('secret', 'ann', { passphrase: 'sesame' });
    const eve = await join('secret', 'eve', { passphrase: 'mustard' });
    await ann.untilTile('eve', 'cipher', 'passphrase-wrong');
    await eve.untilTile('ann', 'cipher', 'passphrase-wrong');
    expect(await eve.tile('ann').innerText()).toContain('Cannot be decrypted');
    expect(await eve.framesShown('ann')).toBe(0);

    await eve.press(/End-to-end encryption is on/);
    await eve.page.getByLabel('Another passphrase').fill('sesame');
    await eve.press('Change it');
    await eve.untilTile('ann', 'cipher', 'encrypted');
    await eve.untilPlaying('ann');
    await ann.untilTile('eve', 'cipher', 'encrypted');
    await ann.untilPlaying('eve');
  });

  it('can turn encryption on in the room, and are told who has not', async () => {
    const ann = await join('late-secret', 'ann');
    const bob = await join('late-secret', 'bob');
    await ann.press(/End-to-end encryption is off/);
    await ann.page.getByLabel('Passphrase', { exact: true }).fill('sesame');
    await ann.press('Turn on');
    await bob.untilTile('ann', 'cipher', 'passphrase-missing');
    await ann.untilTile('bob', 'cipher', 'unencrypted');
    await ann.untilPlaying('bob');
  });
});

describe('visitors who talk', () => {
  it('read each other, save each other’s files, and see signs pass by', async () => {
    const ann = await join('talk', 'ann');
    const bob = await join('talk', 'bob');
    await ann.page.keyboard.press('c');
    await ann.say('hello https://example.org/a');
    await vi.waitFor(async () => expect(await bob.page.locator('.toasts').innerText()).toContain('ann: hello'), EVENTUALLY);
    await bob.press('Chat: 1 unread');
    expect(await bob.said()).toMatch(/ann[\s\S]*hello/);
    expect(await bob.page.getByRole('link', { name: 'https://example.org/a' }).getAttribute('rel')).toContain('noopener');
    await bob.say('<b>hi</b>');
    await vi.waitFor(async () => expect(await ann.said()).toContain('<b>hi</b>'), EVENTUALLY);

    const bytes = Buffer.from(Uint8Array.from({ length: 1_000_003 }, (_, i) => (i * 7919) >> 8));
    await ann.sendFile('plan.bin', bytes);
    expect(Buffer.compare(await bob.save('plan.bin'), bytes)).toBe(0);
    await vi.waitFor(async () => expect(await ann.said()).toContain('1.0 MB'), EVENTUALLY);

    await bob.press('React');
    await bob.press('Heart');
    await ann.tile('bob').locator('.flying').waitFor();
    await bob.tile('bob').locator('.flying').waitFor();
  });

  it('are told when their token does not let them', async () => {
    const guest = await join('talk-less', 'guest', { token: devToken('guest', { room: 'talk-less', roomJoin: true, canPublishData: false }) });
    await guest.page.keyboard.press('c');
    const words = guest.page.getByRole('textbox', { name: 'Say something to everybody' });
    expect([await words.isDisabled(), await words.getAttribute('placeholder')]).toEqual([true, 'Your token does not let you write here']);
    expect(await guest.page.getByRole('button', { name: 'React' }).isDisabled()).toBe(true);
  });
});

describe('a visitor is told', () => {
  it('that the token does not let them send, and can watch', async () => {
    const ann = await join('refusal', 'ann');
    const guest = await join('refusal', 'guest', { token: devToken('guest', { room: 'refusal', roomJoin: true, canPublish: false }) });
    await guest.untilPlaying('ann');
    expect(await guest.banner()).toContain('does not let you send');
    expect(await guest.page.locator('[data-part="camera"]').isDisabled()).toBe(true);
    expect(await ann.peopleCount()).toBe(2);
  });

  it.each([
    ['a forged token', devToken('ann', { room: 'refusal', roomJoin: true }, 600, 'terces'), /signature/],
    ['a token of another room’s', devToken('ann', { roomList: true }), /token/i],
  ])('that %s is refused, and can paste another', async (_, token, words) => {
    const ann = await open('refusal', 'ann', { token });
    await ann.press('Join');
    const notice = await ann.notice('lobby');
    console.log(notice.replaceAll('\n', ' | '));
    expect(notice).toContain('The token was not accepted');
    expect(notice).toMatch(words);
    expect(await ann.page.getByLabel('Token').isVisible()).toBe(true);
  });

  it('that the server does not answer', async () => {
    const ann = await open('refusal', 'ann');
    await ann.page.route('**/demo/tokens', (route) => route.abort('connectionrefused'));
    await ann.press('Join');
    expect(await ann.notice('lobby')).toContain('The server does not answer');
  });

  it('that the browser refused camera and microphone, and is in the room all the same', async () => {
    const refusing = await launch(false);
    try {
      const ann = await RoomTab.join(refusing, SERVER, 'refusal', 'ann');
      expect(await ann.notice('room')).toMatch(/The (camera|microphone) was refused/);
      expect(await ann.notice('room')).toContain('Allow it');
      expect(await ann.peopleCount()).toBe(1);
    } finally {
      await refusing.close();
    }
  });

  it('that the room is full', async () => {
    await new RoomServiceClient(SERVER, 'devkey', 'secret').createRoom({ name: 'full', maxParticipants: 1 });
    await join('full', 'ann');
    const bob = await open('full', 'bob');
    await bob.press('Join');
    expect(await bob.notice('lobby')).toContain('It is full');
  });

  it('that a name is taken, that somebody else took it, or an administrator the place', async () => {
    const first = await join('places', 'ann');
    const second = await open('places', 'ann');
    await second.press('Join');
    expect(await second.notice('lobby')).toContain('There is already a “ann” in “places”');
    await second.press('Join in their place');
    await second.untilState('joined');
    await first.untilState('lobby');
    expect(await first.notice('lobby')).toContain('Somebody else joined as “ann”');
    await new RoomServiceClient(SERVER, 'devkey', 'secret').removeParticipant('places', 'ann');
    await second.untilState('lobby');
    expect(await second.notice('lobby')).toContain('You were removed');
  });

  it('that the browser keeps the sound off, and turns it on', async () => {
    const ann = await join('sound', 'ann');
    const silent = await launchSilent();
    try {
      const page = await openPage(silent);
      await page.addInitScript(joinWithoutHands);
      const told = page.waitForEvent('console', {
        predicate: (line) => line.text().includes('keeps the sound off'), timeout: EVENTUALLY.timeout,
      });
      const bob = await RoomTab.visit(page, SERVER, 'sound', 'bob');
      await told;
      expect(await ann.peopleCount()).toBe(2);
      await bob.press('Turn sound on');
      await vi.waitFor(async () => expect(await bob.banner()).toBe(''), EVENTUALLY);
    } finally {
      await silent.close();
    }
  });

  it('that the connection is unsteady, until it is steady again', async () => {
    const signal = await TcpRelay.start(Number(new URL(SERVER).port));
    try {
      const ann = await join('unsteady', 'ann', {}, `http://localhost:${signal.port}`);
      const bob = await join('unsteady', 'bob');
      await ann.untilPlaying('bob');
      signal.cut();
      await vi.waitFor(async () => expect(await ann.banner()).toMatch(/holding on|coming back/), EVENTUALLY);
      signal.mend();
      await vi.waitFor(async () => expect(await ann.banner()).toBe(''), EVENTUALLY);
      await ann.untilPlaying('bob');
      expect(await bob.page.locator('.toasts').innerText()).not.toContain('ann left');
    } finally {
      signal.stop();
    }
  });
});
