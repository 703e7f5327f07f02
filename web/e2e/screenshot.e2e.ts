import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { paintCamera, PORTRAITS } from './support/paintedCamera';
import { RoomTab } from './support/RoomTab';

const SERVER = inject('serverUrl');
const IMAGES = resolve(import.meta.dirname, '../../docs/images');
/** Until the large layers flow and the toasts are gone. */
const SETTLE_MS = 9_000;
const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 760 }, colorScheme: 'dark' };
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: 'light' };

// The pictures of the README: not a check, so made only when asked for.
it.runIf(process.env['RINGCAST_SCREENSHOT'])('takes the pictures of the README', { timeout: 150_000 }, async () => {
  const browser = await launch();
  mkdirSync(IMAGES, { recursive: true });
  const arrive = async (name: keyof typeof PORTRAITS, options: BrowserContextOptions): Promise<RoomTab> => {
    const page = await (await browser.newContext(options)).newPage();
    await paintCamera(page, PORTRAITS[name]);
    const tab = await RoomTab.visit(page, SERVER, 'demo', name);
    await tab.page.locator('[data-part="preview"][data-camera="on"]').waitFor();
    return tab;
  };
  const ann = await arrive('Ann', WIDE);
  await ann.enter();
  const bob = await arrive('Bob', { ...WIDE, colorScheme: 'light' });
  await bob.enter();
  const chloe = await arrive('Chloé', PHONE);
  await chloe.enter();
  const dan = await arrive('Dan', WIDE);
  await dan.press('Join with the camera off');
  await dan.press('Join with the microphone off');
  await dan.enter();
  await bob.press(/Turn the microphone off/);
  for (const tab of [ann, bob, chloe, dan]) {
    await tab.press(/^Chat/);
  }
  await ann.say('Morning! The agenda is at https://example.org/agenda');
  await chloe.say('I am on a train, so I may drop out for a moment');
  await dan.sendFile('Figures of October.pdf', Buffer.alloc(640_000, 'x'));
  await bob.page.getByRole('link', { name: /^Save Figures/ }).waitFor();
  await bob.say('Got them, thank you.');
  await bob.say('Dan, do you show us the second page?');
  await chloe.page.waitForTimeout(1_000);
  await chloe.page.screenshot({ path: join(IMAGES, 'demo-phone-chat.png') });
  for (const tab of [ann, chloe, dan]) {
    await tab.press('Close the chat');
  }
  await ann.page.mouse.move(640, 755);
  await ann.page.waitForTimeout(SETTLE_MS);
  await ann.untilTile('Chloé', 'speaking', 'true');
  await dan.press('React');
  await dan.press('Thumbs up');
  await ann.page.waitForTimeout(900);
  await ann.page.screenshot({ path: join(IMAGES, 'demo.png') });
  await chloe.page.screenshot({ path: join(IMAGES, 'demo-phone.png') });
  await chloe.page.context().close();
  await ann.press(/Share your screen/);
  await bob.page.waitForTimeout(SETTLE_MS);
  await bob.page.screenshot({ path: join(IMAGES, 'demo-screen.png') });
  await browser.close();
});

// The pictures of docs/stage.md and docs/pk.md.
it.runIf(process.env['RINGCAST_SCREENSHOT'])('takes the pictures of the stage and of PK', { timeout: 150_000 }, async () => {
  const browser = await launch();
  mkdirSync(IMAGES, { recursive: true });
  const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, colorScheme: 'light' };
  const arrive = async (
    name: keyof typeof PORTRAITS, room: string, role: 'host' | 'audience', options: BrowserContextOptions,
  ): Promise<RoomTab> => {
    const page = await (await browser.newContext(options)).newPage();
    await paintCamera(page, PORTRAITS[name]);
    const tab = await RoomTab.visit(page, SERVER, room, name, { role });
    await tab.page.locator('[data-part="preview"][data-camera="on"]').waitFor();
    await tab.enter();
    return tab;
  };
  const ann = await arrive('Ann', 'garden', 'host', desk);
  const bob = await arrive('Bob', 'harbour', 'host', { ...desk, colorScheme: 'dark' });
  const chloe = await arrive('Chloé', 'garden', 'audience', PHONE);
  const dan = await arrive('Dan', 'garden', 'audience', WIDE);
  await dan.press('Raise your hand');
  await chloe.press('Raise your hand');
  await ann.onCard('Chloé asks for the stage', 'Invite to stage');
  await ann.press(/^People/);
  await chloe.card('Ann invites you').waitFor();
  await ann.page.waitForTimeout(SETTLE_MS);
  await ann.page.screenshot({ path: join(IMAGES, 'stage.png') });
  await chloe.page.screenshot({ path: join(IMAGES, 'stage-phone.png') });
  await chloe.onCard('Ann invites you', 'Not now');
  await ann.onCard('Dan asks for the stage', 'Invite to stage');
  await dan.onCard('Ann invites you', 'Join the stage');
  await ann.press('Close the list of people');
  await ann.askForPk('harbour', 'Bob', 'best of three');
  await bob.card('best of three').waitFor();
  await bob.onCard('best of three', 'Accept PK');
  await ann.untilLinked(2);
  await ann.page.mouse.move(640, 890);
  await ann.page.waitForTimeout(SETTLE_MS);
  await ann.page.screenshot({ path: join(IMAGES, 'pk.png') });
  await chloe.page.screenshot({ path: join(IMAGES, 'pk-phone.png') });
  await browser.close();
});
