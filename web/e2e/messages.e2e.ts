import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
let browser: Browser;

async function failure(watcher: WatchPage): Promise<string> {
  await watcher.start();
  await watcher.until('failed', ({ state }) => state === 'failed');
  return watcher.notice();
}

describe('a person is told', () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());
  const open: WatchPage[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((page) => page.close()));
  });

  it.each([
    ['a token signed with another secret', devToken('bob', { room: 'messages', roomJoin: true }, 600, 'terces')],
    ['an expired token', devToken('bob', { room: 'messages', roomJoin: true }, -300)],
    ['a token for another room', devToken('bob', { room: 'elsewhere', roomJoin: true })],
    ['no token at all', 'nonsense'],
  ])('that %s is refused, and can type another', async (_, token) => {
    const watcher = await WatchPage.open(browser, SERVER, 'messages', '', `#token=${token}`);
    open.push(watcher);
    const notice = await failure(watcher);
    console.log(notice.replaceAll('\n', ' | '));
    expect(notice.toLowerCase()).toContain('token');
    expect(notice.split('\n').filter((line) => line.trim() !== '').length).toBeGreaterThan(2);
    expect(await watcher.page.locator('#token').isVisible()).toBe(true);
  });

  it('that nobody publishes yet, and can try again when somebody does', async () => {
    const watcher = await WatchPage.open(browser, SERVER, 'late');
    open.push(watcher);
    expect(await failure(watcher)).toContain('Nobody is publishing in “late” yet');
    const publisher = await PublishPage.publish(browser, SERVER, 'late', { source: 'none' });
    await watcher.page.getByRole('button', { name: 'Try again' }).click();
    await watcher.until('hearing', ({ arrival }) => arrival === 'sound');
    await publisher.close();
  });

  it('who publishes when there are several, and can pick one', async () => {
    const alice = await PublishPage.publish(browser, SERVER, 'several', { source: 'none', user: 'alice' });
    const bob = await PublishPage.publish(browser, SERVER, 'several', { source: 'none', user: 'bob' });
    const watcher = await WatchPage.open(browser, SERVER, 'several');
    open.push(watcher);
    expect(await failure(watcher)).toContain('alice_main');
    await watcher.page.getByRole('button', { name: 'bob_main' }).click();
    await watcher.until('hearing bob', ({ arrival }) => arrival === 'sound');
    expect(watcher.page.url()).toContain('stream=bob_main');
    await bob.close();
    await alice.close();
  });

  it('that the server does not answer', async () => {
    const watcher = await WatchPage.open(browser, SERVER, 'messages');
    open.push(watcher);
    await watcher.page.route('**/whep/**', (route) => route.abort('connectionrefused'));
    expect(await failure(watcher)).toContain('The server does not answer');
  });
});

describe('a refused camera', () => {
  it('is told, and what to do about it', async () => {
    const refusing = await launch(false);
    try {
      const publisher = await PublishPage.open(refusing, SERVER, 'refused');
      await publisher.start();
      await publisher.until('failed', ({ state }) => state === 'failed', 10_000);
      const notice = await publisher.page.locator('#publish [data-part="notice"]').innerText();
      expect(notice).toContain('The camera or microphone was refused');
      expect(notice).toContain('Allow it');
    } finally {
      await refusing.close();
    }
  });
});
