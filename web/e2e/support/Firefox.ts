import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { VIEWPORT } from './Chromium';

const EXECUTABLE = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';
const CONNECT_LIMIT_MS = 40_000;
const PREFERENCES = {
  // A made-up camera and microphone, without a question.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // The server of the tests is on loopback, which ICE otherwise leaves out, and so are names in place of addresses.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // A page without these permissions, or one that only plays, gathers the default route's addresses alone.
  'permissions.default.camera': 1,
  'permissions.default.microphone': 1,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
};

/** Firefox ESR as Debian ships it, driven by WebDriver BiDi. */
export async function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox', executablePath: EXECUTABLE, headless: true, extraPrefsFirefox: PREFERENCES, args: ['--no-remote'],
  });
}

/** Drives the room page in Firefox. */
export class FirefoxRoom {
  private constructor(readonly page: Page) {}

  /** Opens the link and joins, with camera and microphone. */
  static async join(browser: Browser, server: string, room: string, name: string): Promise<FirefoxRoom> {
    const page = await browser.newPage();
    await page.setViewport(VIEWPORT);
    page.on('pageerror', (error) => console.error('page error in Firefox:', String(error)));
    await page.goto(`${server}/?room=${room}&name=${name}`);
    await page.waitForSelector('[data-part="preview"][data-camera="on"]', { timeout: CONNECT_LIMIT_MS });
    await page.click('[data-part="join-button"]');
    await page.waitForSelector('#room-page[data-state="joined"]', { timeout: CONNECT_LIMIT_MS });
    return new FirefoxRoom(page);
  }

  /** Waits until so many more frames of somebody's camera were on screen. Firefox's playback quality knows nothing of live streams. */
  async untilFrames(name: string, frames: number): Promise<void> {
    const tile = `.tile[data-identity="${name}"][data-video="true"] video`;
    await this.page.waitForSelector(tile, { timeout: CONNECT_LIMIT_MS });
    await this.page.evaluate(async (selector, more, limitMs) => {
      const video = document.querySelector<HTMLVideoElement>(selector)!;
      const deadline = performance.now() + limitMs;
      for (let shown = 0; shown < more; shown++) {
        await Promise.race([
          new Promise((next) => video.requestVideoFrameCallback(next)),
          new Promise((_, late) => setTimeout(() => late(new Error(`${shown} of ${more} frames`)), deadline - performance.now())),
        ]);
      }
    }, tile, frames, CONNECT_LIMIT_MS);
  }

  async say(text: string): Promise<void> {
    await this.page.click('[data-part="talk-button"]');
    await this.page.type('[data-part="talk-words"]', text);
    await this.page.keyboard.press('Enter');
  }

  async untilSaid(text: string): Promise<void> {
    await this.page.waitForFunction((wanted) => document.querySelector('[data-part="talk-list"]')?.textContent.includes(wanted),
      { timeout: CONNECT_LIMIT_MS }, text);
  }

  async sendFile(path: string): Promise<void> {
    const picker = await this.page.$('[data-part="talk-picker"]');
    await (picker as ElementHandle<HTMLInputElement>).uploadFile(path);
  }

  async react(label: string): Promise<void> {
    await this.page.click('[data-part="react"]');
    await this.page.click(`[data-part="reactions"] [aria-label="${label}"]`);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** Drives one panel of the demo page in Firefox. */
export class FirefoxPage {
  private constructor(
    readonly page: Page,
    private readonly panel: 'publish' | 'watch',
  ) {}

  static async open(browser: Browser, server: string, panel: 'publish' | 'watch', room: string, user = 'foxy'): Promise<FirefoxPage> {
    const page = await browser.newPage();
    await page.setViewport(VIEWPORT);
    page.on('pageerror', (error) => console.error('page error in Firefox:', String(error)));
    await page.goto(`${server}/?mode=${panel}&room=${room}&user=${user}`);
    return new FirefoxPage(page, panel);
  }

  async choose(codec: string): Promise<void> {
    await this.page.select('#publish select[name="codec"]', codec);
  }

  async press(name: 'start' | 'restart' | 'stop'): Promise<void> {
    await this.page.click(`#${this.panel} [data-part="${name}"]`);
  }

  /** Waits until the panel's `data-*` values fit; a failure shows all of them and the panel's notice. */
  async until(what: string, fits: (data: Record<string, string>) => boolean, limitMs = CONNECT_LIMIT_MS): Promise<void> {
    const deadline = Date.now() + limitMs;
    let data = await this.data();
    while (!fits(data)) {
      if (Date.now() > deadline) {
        const notice = await this.page.$eval(`#${this.panel} [data-part="notice"]`, (element) => element.textContent);
        throw new Error(`Firefox is not ${what} within ${limitMs} ms: ${JSON.stringify(data)} ${notice}`);
      }
      await new Promise((resume) => setTimeout(resume, 100));
      data = await this.data();
    }
  }

  async data(): Promise<Record<string, string>> {
    const text = await this.page.$eval(`#${this.panel}`, (element) => JSON.stringify((element as HTMLElement).dataset));
    return JSON.parse(text) as Record<string, string>;
  }

  /** What `RTCRtpSender.getCapabilities` names, each codec once. */
  async videoCodecs(): Promise<string[]> {
    const text = await this.page.evaluate(() =>
      JSON.stringify((RTCRtpSender.getCapabilities('video')?.codecs ?? []).map(({ mimeType }) => mimeType.slice('video/'.length))));
    return [...new Set(JSON.parse(text) as string[])];
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
