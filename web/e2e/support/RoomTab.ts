import type { Browser, Locator, Page } from 'playwright-core';
import { openPage } from './Chromium';

const JOIN_LIMIT_MS = 30_000;
const LIMIT_MS = 30_000;

export interface Visit {
  readonly token?: string;
  readonly passphrase?: string;
  /** In a live room; a meeting without it. */
  readonly role?: 'host' | 'audience';
}

export type Choice = 'auto' | 'high' | 'medium' | 'low' | 'off';

/** Drives the room page of one visitor, by what a person sees and presses. */
export class RoomTab {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, server: string, room: string, name: string, visit?: Visit): Promise<RoomTab> {
    return RoomTab.visit(await openPage(browser), server, room, name, visit);
  }

  /** Opens the link in a page of the caller's making. */
  static async visit(page: Page, server: string, room: string, name: string, { token, passphrase, role }: Visit = {}): Promise<RoomTab> {
    const fragment = new URLSearchParams({ ...(token === undefined ? {} : { token }), ...(passphrase === undefined ? {} : { passphrase }) });
    const as = role === undefined ? '' : `&role=${role}`;
    await page.goto(`${server}/?room=${room}&name=${name}${as}#${fragment}`);
    return new RoomTab(page);
  }

  /** Opens the link and joins with one click. */
  static async join(browser: Browser, server: string, room: string, name: string, visit?: Visit): Promise<RoomTab> {
    const tab = await RoomTab.open(browser, server, room, name, visit);
    await tab.enter();
    return tab;
  }

  async enter(): Promise<void> {
    await this.press('Join');
    await this.untilState('joined', JOIN_LIMIT_MS);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) }).click();
  }

  /** A failure shows what the page tells instead. */
  async untilState(state: 'lobby' | 'joined', limitMs = LIMIT_MS): Promise<void> {
    await this.page.waitForSelector(`#room-page[data-state="${state}"]`, { timeout: limitMs }).catch(async (error: unknown) => {
      throw new Error(`not ${state}: ${await this.page.locator('body').innerText()}`, { cause: error });
    });
  }

  tile(name: string, source: 'camera' | 'screen' = 'camera'): Locator {
    return this.page.locator(`.tile[data-identity="${name}"][data-source="${source}"]`);
  }

  /** Waits until the tile has such a `data-*` value. */
  async untilTile(name: string, data: string, value: string, source: 'camera' | 'screen' = 'camera'): Promise<void> {
    const wanted = this.page.locator(`.tile[data-identity="${name}"][data-source="${source}"][data-${data}="${value}"]`);
    await wanted.waitFor({ timeout: LIMIT_MS }).catch(async (error: unknown) => {
      throw new Error(`${name}'s ${source} is not ${data}=${value}: ${await this.page.locator('.stage').innerHTML()}`, { cause: error });
    });
  }

  /** Waits until so many more frames of this tile were on screen. */
  async untilPlaying(name: string, source: 'camera' | 'screen' = 'camera', frames = 20): Promise<void> {
    await this.tile(name, source).locator('video').evaluate(async (video: HTMLVideoElement, { more, limitMs }) => {
      const start = performance.now();
      const first = video.getVideoPlaybackQuality().totalVideoFrames;
      while (video.getVideoPlaybackQuality().totalVideoFrames < first + more) {
        if (performance.now() > start + limitMs) {
          throw new Error(`${video.getVideoPlaybackQuality().totalVideoFrames - first} of ${more} frames`);
        }
        await new Promise((later) => setTimeout(later, 50));
      }
    }, { more: frames, limitMs: LIMIT_MS });
  }

  async framesShown(name: string): Promise<number> {
    return this.tile(name).locator('video').evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
  }

  async choose(name: string, choice: Choice): Promise<void> {
    await this.menu(name);
    await this.page.locator(`.menu [data-choice="${choice}"]`).click();
  }

  async showFigures(name: string): Promise<void> {
    await this.menu(name);
    await this.page.getByRole('menuitem', { name: 'Show figures' }).click();
  }

  /** The width received, by the figures on the tile. */
  async width(name: string): Promise<number> {
    return Number(await this.tile(name).getAttribute('data-width'));
  }

  /** What is said in the chat, as it is read. */
  async said(): Promise<string> {
    return this.page.locator('[data-part="talk-list"]').innerText();
  }

  async say(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Say something to everybody' }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  async sendFile(name: string, buffer: Buffer): Promise<void> {
    await this.page.locator('[data-part="talk-picker"]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  }

  /** Saves a file that was received, and tells its bytes. */
  async save(name: string): Promise<Buffer> {
    const saving = this.page.waitForEvent('download', { timeout: LIMIT_MS });
    await this.page.getByRole('link', { name: `Save ${name}` }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saving).createReadStream()) {
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  }

  /** What waits for this one above the pictures, with its buttons. */
  card(text: string | RegExp): Locator {
    return this.page.locator('.card').filter({ hasText: text });
  }

  async onCard(text: string | RegExp, button: string): Promise<void> {
    await this.card(text).getByRole('button', { name: button, exact: true }).click({ timeout: LIMIT_MS });
  }

  /** Waits for its place in a live room. */
  async untilRole(role: 'HOST' | 'AUDIENCE'): Promise<void> {
    await this.page.waitForSelector(`[data-part="room"][data-role="${role}"]`, { timeout: LIMIT_MS });
  }

  /** Asks a host of another room for PK, by the dialog. */
  async askForPk(room: string, host: string, words: string): Promise<void> {
    await this.press(/^People/);
    await this.press('PK with another room');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Room').fill(room);
    await dialog.getByLabel('Host', { exact: true }).fill(host);
    await dialog.getByLabel('Words for the host').fill(words);
    await dialog.getByRole('button', { name: 'Ask for PK' }).click();
    await this.press('Close the list of people');
  }

  /** Waits until so many hosts in PK stand side by side; 0 is none. */
  async untilLinked(hosts: number): Promise<void> {
    await this.page.waitForSelector(`.stage[data-linked="${hosts}"]`, { timeout: LIMIT_MS });
  }

  /** Who is on the stage, by their tiles. */
  async onStage(): Promise<string[]> {
    return this.page.locator('.tile[data-source="camera"]').evaluateAll((tiles) =>
      tiles.map((tile) => (tile as HTMLElement).dataset['identity'] ?? '').sort());
  }

  async peopleCount(): Promise<number> {
    return Number(await this.page.locator('[data-part="room"]').getAttribute('data-people'));
  }

  async notice(place: 'lobby' | 'room'): Promise<string> {
    const notice = this.page.locator(`[data-part="${place}-notice"]`);
    await notice.waitFor({ timeout: LIMIT_MS });
    return notice.innerText();
  }

  async banner(): Promise<string> {
    const banner = this.page.locator('[data-part="banner"]');
    return await banner.isVisible() ? banner.innerText() : '';
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  private async menu(name: string): Promise<void> {
    await this.tile(name).hover();
    await this.tile(name).getByRole('button', { name: /^More about/ }).click();
  }
}
