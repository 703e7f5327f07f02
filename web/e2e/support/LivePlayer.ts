import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { openPage } from './Chromium';

const find = createRequire(import.meta.url).resolve;

/** How a live stream is played at one moment. */
export interface LiveFigures {
  readonly frames: number;
  readonly dropped: number;
  readonly width: number;
  readonly height: number;
  /** Seconds of the stream that were shown. */
  readonly played: number;
  /** Seconds from what is shown to the newest that was received. */
  readonly behind: number;
  readonly soundBytes: number;
  readonly firstMs: number;
  readonly errors: readonly string[];
}

/** What the libraries are to a page that has them. */
interface Libraries {
  mpegts: {
    createPlayer(source: object, config: object): {
      attachMediaElement(video: HTMLVideoElement): void;
      load(): void;
      on(event: string, heard: (...told: unknown[]) => void): void;
    };
    Events: { ERROR: string };
  };
  Hls: {
    new (config: object): {
      attachMedia(video: HTMLVideoElement): void;
      loadSource(url: string): void;
      on(event: string, heard: (event: string, told: { fatal: boolean; details: string }) => void): void;
    };
    Events: { ERROR: string };
  };
  player: { startedMs: number; firstMs: number; firstTime: number; errors: string[] };
}

/** A page with one video and one of the libraries that people play live streams with. */
export class LivePlayer {
  private constructor(readonly name: string, private readonly page: Page) {}

  private static async open(name: string, browser: Browser, url: string, script: string): Promise<LivePlayer> {
    // Whoever plays a live stream has a page and a policy of their own; this one lends its address alone.
    const page = await openPage(browser, { bypassCSP: true });
    await page.goto(`${new URL(url).origin}/docs`);
    await page.addScriptTag({ path: find(script) });
    await page.evaluate(() => {
      const video = document.createElement('video');
      const player = { startedMs: performance.now(), firstMs: -1, firstTime: 0, errors: [] };
      Object.assign(globalThis, { player });
      video.addEventListener('playing', () => {
        if (player.firstMs < 0) {
          player.firstMs = Math.round(performance.now() - player.startedMs);
          player.firstTime = video.currentTime;
        }
      });
      document.body.replaceChildren(video);
      video.autoplay = true;
    });
    return new LivePlayer(name, page);
  }

  /** Plays FLV by mpegts.js. */
  static async flv(browser: Browser, address: string): Promise<LivePlayer> {
    const opened = await LivePlayer.open('mpegts.js', browser, address, 'mpegts.js/dist/mpegts.js');
    await opened.page.evaluate((url) => {
      const { mpegts, player } = globalThis as unknown as Libraries;
      const made = mpegts.createPlayer({ type: 'flv', isLive: true, url }, { liveBufferLatencyChasing: true });
      made.on(mpegts.Events.ERROR, (...told) => player.errors.push(JSON.stringify(told)));
      made.attachMediaElement(document.querySelector('video') as HTMLVideoElement);
      made.load();
    }, address);
    return opened;
  }

  /** Plays HLS by hls.js. */
  static async hls(browser: Browser, address: string): Promise<LivePlayer> {
    const opened = await LivePlayer.open('hls.js', browser, address, 'hls.js/dist/hls.min.js');
    await opened.page.evaluate((url) => {
      const { Hls, player } = globalThis as unknown as Libraries;
      const made = new Hls({ lowLatencyMode: true });
      made.on(Hls.Events.ERROR, (event, told) => {
        if (told.fatal) {
          player.errors.push(`${event} ${told.details}`);
        }
      });
      made.attachMedia(document.querySelector('video') as HTMLVideoElement);
      made.loadSource(url);
    }, address);
    return opened;
  }

  async figures(): Promise<LiveFigures> {
    return this.page.evaluate(() => {
      const video = document.querySelector('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number };
      const { player } = globalThis as unknown as Libraries;
      const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
      const buffered = video.buffered.length === 0 ? video.currentTime : video.buffered.end(video.buffered.length - 1);
      return {
        frames: totalVideoFrames, dropped: droppedVideoFrames, width: video.videoWidth, height: video.videoHeight,
        played: player.firstMs < 0 ? 0 : video.currentTime - player.firstTime, behind: buffered - video.currentTime,
        soundBytes: video.webkitAudioDecodedByteCount, firstMs: player.firstMs, errors: player.errors,
      };
    });
  }

  /** Waits until it plays so; a failure shows how it plays. */
  async until(what: string, fits: (figures: LiveFigures) => boolean, limitMs: number): Promise<void> {
    const deadline = Date.now() + limitMs;
    let seen = await this.figures();
    while (!fits(seen)) {
      if (Date.now() > deadline) {
        throw new Error(`${this.name} is not ${what} within ${limitMs} ms: ${JSON.stringify(seen)}`);
      }
      await this.page.waitForTimeout(100);
      seen = await this.figures();
    }
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
