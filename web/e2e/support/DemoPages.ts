import type { Browser, Page } from 'playwright-core';
import { openPage } from './Chromium';

const CONNECT_LIMIT_MS = 20_000;

export interface PublishChoice {
  readonly codec?: 'VP8' | 'H264' | 'VP9' | 'AV1';
  readonly layers?: 'simulcast' | 'single' | 'L1T3' | 'L3T3' | 'L3T3_KEY';
  readonly source?: 'camera' | 'none';
  readonly user?: string;
  readonly query?: string;
  /** What is done to the page before it is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Waits until the panel's `data-*` value fits; a failure shows all of them and the panel's notice. */
async function until(page: Page, panel: string, what: string, fits: (data: DOMStringMap) => boolean, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  let data = await dataset(page, panel);
  while (!fits(data)) {
    if (Date.now() > deadline) {
      const notice = await page.locator(`${panel} [data-part="notice"]`).innerText();
      throw new Error(`not ${what} within ${limitMs} ms: ${JSON.stringify(data)} ${notice}`);
    }
    await page.waitForTimeout(50);
    data = await dataset(page, panel);
  }
}

async function dataset(page: Page, panel: string): Promise<DOMStringMap> {
  return page.locator(panel).evaluate((element) => ({ ...(element as HTMLElement).dataset }));
}

/** Drives the Publish panel of one page. */
export class PublishPage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, server: string, room: string, choice: PublishChoice = {}): Promise<PublishPage> {
    const page = await openPage(browser);
    await choice.prepare?.(page);
    await page.goto(`${server}/?mode=publish&room=${room}&user=${choice.user ?? 'alice'}${choice.query ?? ''}`);
    await page.selectOption('#publish select[name="codec"]', choice.codec ?? 'VP8');
    await page.selectOption('#publish select[name="layers"]', choice.layers ?? 'simulcast');
    await page.check(`#publish input[name="source"][value="${choice.source ?? 'camera'}"]`, { force: true });
    return new PublishPage(page);
  }

  static async publish(browser: Browser, server: string, room: string, choice: PublishChoice = {}): Promise<PublishPage> {
    const publisher = await PublishPage.open(browser, server, room, choice);
    await publisher.start();
    await until(publisher.page, '#publish', 'publishing', ({ state }) => state === 'publishing', CONNECT_LIMIT_MS);
    return publisher;
  }

  async start(): Promise<void> {
    await this.page.click('#publish [data-part="start"]');
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async until(what: string, fits: (data: DOMStringMap) => boolean, limitMs: number): Promise<void> {
    await until(this.page, '#publish', what, fits, limitMs);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Counts of one moment of a playback, from getStats by way of the panel's `data-*`. */
export interface WatchFigures {
  readonly framesDecoded: number;
  readonly frameWidth: number;
  readonly freezeCount: number;
  readonly freezeSeconds: number;
  readonly rtxPackets: number;
  readonly audioPackets: number;
  readonly audioEnergy: number;
}

/** The widths in pixels that a layer may have. */
export interface Widths {
  least: number;
  most: number;
}

/** How long a change of layer took to reach the screen, and the longest gap between two frames meanwhile. */
export interface LayerSwitch {
  readonly switchMs: number;
  readonly longestGapMs: number;
}

/** Drives the Watch panel of one page. */
export class WatchPage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, server: string, room: string, query = '', fragment = ''): Promise<WatchPage> {
    const page = await openPage(browser);
    await page.goto(`${server}/?mode=watch&room=${room}${query}${fragment}`);
    return new WatchPage(page);
  }

  static async watch(browser: Browser, server: string, room: string): Promise<WatchPage> {
    const watcher = await WatchPage.open(browser, server, room);
    await watcher.start();
    return watcher;
  }

  async start(): Promise<void> {
    await this.page.click('#watch [data-part="start"]');
  }

  async stop(): Promise<void> {
    await this.page.click('#watch [data-part="stop"]');
  }

  async until(what: string, fits: (data: DOMStringMap) => boolean, limitMs = CONNECT_LIMIT_MS): Promise<void> {
    await until(this.page, '#watch', what, fits, limitMs);
  }

  async figures(): Promise<WatchFigures> {
    const data = await dataset(this.page, '#watch');
    return {
      framesDecoded: Number(data['framesDecoded'] ?? 0),
      frameWidth: Number(data['frameWidth'] ?? 0),
      freezeCount: Number(data['freezeCount'] ?? 0),
      freezeSeconds: Number(data['freezeSeconds'] ?? 0),
      rtxPackets: Number(data['rtxPackets'] ?? 0),
      audioPackets: Number(data['audioPackets'] ?? 0),
      audioEnergy: Number(data['audioEnergy'] ?? 0),
    };
  }

  /** Chooses a layer and measures how long until a frame of its size is on screen, and the longest gap between frames meanwhile. */
  async switchTo(layer: 'BIG' | 'MEDIUM' | 'SMALL', widths: Widths, limitMs: number): Promise<LayerSwitch> {
    const measured = this.page.locator('#watch video').evaluate(measureSwitch, { ...widths, limitMs });
    await this.page.check(`#watch input[value="${layer}"]`, { force: true });
    return measured;
  }

  /** Follows the frames shown for this long, and measures the longest gap between two. */
  async longestGapMs(followMs: number): Promise<number> {
    return this.page.locator('#watch video').evaluate(measureGap, followMs);
  }

  async notice(): Promise<string> {
    return this.page.locator('#watch [data-part="notice"]').innerText();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Runs in the page: follows the frames really shown from the choice of a layer on, to a second after the first one of these widths. */
function measureSwitch(element: Element, { least, most, limitMs }: Widths & { limitMs: number }): Promise<LayerSwitch> {
  const video = element as HTMLVideoElement;
  const followMs = 1000;
  return new Promise((resolve, reject) => {
    let startMs = performance.now();
    document.querySelector('#watch')?.addEventListener('change', () => {
      startMs = performance.now();
    }, { once: true });
    let switchMs: number | undefined;
    let shownMs = startMs;
    let longestGapMs = 0;
    const giveUp = (): void => reject(new Error(`no second of frames of width ${least} to ${most} within ${limitMs} ms; it is ${video.videoWidth}`));
    const timer = setTimeout(giveUp, limitMs);
    const onFrame: VideoFrameRequestCallback = (nowMs, frame) => {
      longestGapMs = Math.max(longestGapMs, nowMs - shownMs);
      shownMs = nowMs;
      if (frame.width >= least && frame.width <= most) {
        switchMs ??= nowMs - startMs;
      }
      if (switchMs !== undefined && nowMs - startMs > switchMs + followMs) {
        clearTimeout(timer);
        resolve({ switchMs: Math.round(switchMs), longestGapMs: Math.round(longestGapMs) });
      } else {
        video.requestVideoFrameCallback(onFrame);
      }
    };
    video.requestVideoFrameCallback(onFrame);
  });
}

/** Runs in the page: the longest time without a new frame on screen; a gap that lasts to the end counts too. */
function measureGap(element: Element, followMs: number): Promise<number> {
  const video = element as HTMLVideoElement;
  return new Promise((resolve) => {
    const startMs = performance.now();
    let shownMs = startMs;
    let longestGapMs = 0;
    const onFrame: VideoFrameRequestCallback = (nowMs) => {
      longestGapMs = Math.max(longestGapMs, nowMs - shownMs);
      shownMs = nowMs;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    setTimeout(() => resolve(Math.round(Math.max(longestGapMs, performance.now() - shownMs))), followMs);
  });
}
