import type { Browser, Locator, Page } from 'playwright-core';
import { WatchPage } from './DemoPages';

/** A place in the picture, as fractions of its sides. */
export type Place = readonly [number, number];

/** What the viewer of a mix saw and heard last. */
export interface Seen {
  readonly width: number;
  readonly height: number;
  /** The colour at each place. */
  readonly yuv: readonly (readonly number[])[];
}

/** The longest gap between two frames that were shown, in milliseconds, by three clocks. */
export interface FrameGaps {
  /** By their timestamps: what the mix left out, or this browser passed over. */
  readonly made: number;
  /** By when their last packet came. */
  readonly received: number;
  /** By when they were shown. */
  readonly shown: number;
  readonly frames: number;
}

interface Ear {
  spectrum(hz: number): number;
}

/** Somebody who watches a room by WHEP and names no stream. */
export class MixTab {
  private constructor(private readonly watch: WatchPage) {}

  static async watch(browser: Browser, server: string, room: string): Promise<MixTab> {
    return new MixTab(await WatchPage.watch(browser, server, room));
  }

  get page(): Page {
    return this.watch.page;
  }

  async untilWatching(): Promise<void> {
    await this.watch.until('watching', ({ state }) => state === 'watching');
    await this.page.locator('#watch video').evaluate(listen);
  }

  async untilFailed(): Promise<void> {
    await this.watch.until('told that the stream is gone', ({ state }) => state === 'failed');
  }

  /** What is on screen now. */
  async look(places: readonly Place[]): Promise<Seen> {
    return this.page.locator('#watch video').evaluate(sample, places);
  }

  /** How loud a tone is, in dB below full scale. */
  async loudness(hz: number): Promise<number> {
    return this.page.evaluate((pitch) => (globalThis as unknown as { ear: Ear }).ear.spectrum(pitch), hz);
  }

  /** Reads so many stamps of {@link stampCamera} off the screen: how old each was, in milliseconds. */
  async ages(count: number): Promise<readonly number[]> {
    return agesOf(this.page.locator('#watch video'), count);
  }

  async longestGapMs(followMs: number): Promise<number> {
    return this.watch.longestGapMs(followMs);
  }

  /** The longest gaps between frames that follow each other on the screen. */
  async gaps(followMs: number): Promise<FrameGaps> {
    return this.page.locator('#watch video').evaluate(measureGaps, followMs);
  }

  async close(): Promise<void> {
    await this.watch.close();
  }
}

/** Reads so many stamps of {@link stampCamera} off a video: how old each was when it was shown, in milliseconds. */
export async function agesOf(video: Locator, count: number): Promise<readonly number[]> {
  return video.evaluate(readStamps, { count, bits: STAMP_BITS });
}

/** Seventeen minutes of milliseconds. */
const STAMP_BITS = 20;

/** Has the page's camera show the time: for people above, and below in black and white, a bit of it in each column. */
export async function stampCamera(page: Page): Promise<void> {
  await page.addInitScript((bits) => {
    const stamped = (): MediaStream => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const pen = canvas.getContext('2d')!;
      pen.font = '600 64px monospace';
      pen.textAlign = 'center';
      setInterval(() => {
        const now = Date.now();
        for (let bit = 0; bit < bits; bit++) {
          pen.fillStyle = Math.floor(now / 2 ** bit) % 2 === 1 ? 'white' : 'black';
          pen.fillRect(bit * 32, 120, 32, 240);
        }
        pen.fillStyle = '#14202c';
        pen.fillRect(0, 0, 640, 120);
        pen.fillStyle = 'white';
        pen.fillText(new Date(now).toISOString().slice(11, 23), 320, 84);
      }, 40);
      return canvas.captureStream(25);
    };
    const sounding = (): MediaStreamTrack[] => {
      const context = new AudioContext();
      const sink = context.createMediaStreamDestination();
      const oscillator = new OscillatorNode(context);
      oscillator.connect(sink);
      oscillator.start();
      return sink.stream.getAudioTracks();
    };
    navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) =>
      new MediaStream([...(video ? stamped().getVideoTracks() : []), ...(audio ? sounding() : [])]);
  }, STAMP_BITS);
}

/** Has the page's camera be dark, and flash while its microphone beeps when a second begins. */
export async function flashCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const pen = canvas.getContext('2d')!;
      const camera = canvas.captureStream(0).getVideoTracks()[0] as CanvasCaptureMediaStreamTrack;
      const context = new AudioContext();
      const sink = context.createMediaStreamDestination();
      const gain = new GainNode(context, { gain: 0 });
      const oscillator = new OscillatorNode(context, { frequency: 1_000 });
      oscillator.connect(gain).connect(sink);
      oscillator.start();
      const tick = (): void => {
        const nowMs = Date.now();
        const lit = nowMs % 1_000 < 200;
        gain.gain.setValueAtTime(lit ? 0.5 : 0, context.currentTime);
        pen.fillStyle = lit ? 'white' : '#101010';
        pen.fillRect(0, 0, canvas.width, canvas.height);
        camera.requestFrame();
        // Thirty a second, one of them when the second begins.
        setTimeout(tick, 1_000 / 30 - ((nowMs % 1_000) % (1_000 / 30)) + 1);
      };
      tick();
      return new MediaStream([...(video ? [camera] : []), ...(audio ? sink.stream.getAudioTracks() : [])]);
    };
  });
}

/** Runs in the page. */
function measureGaps(element: Element, followMs: number): Promise<FrameGaps> {
  const video = element as HTMLVideoElement;
  const startMs = performance.now();
  const longest = { made: 0, received: 0, shown: 0, frames: 0 };
  let last: { made: number; received: number; shown: number } | undefined;
  return new Promise((resolve) => {
    const onFrame: VideoFrameRequestCallback = (nowMs, frame) => {
      const now = { made: (frame.rtpTimestamp ?? 0) / 90, received: frame.receiveTime ?? 0, shown: nowMs };
      if (last) {
        longest.made = Math.round(Math.max(longest.made, now.made - last.made));
        longest.received = Math.round(Math.max(longest.received, now.received - last.received));
        longest.shown = Math.round(Math.max(longest.shown, now.shown - last.shown));
      }
      last = now;
      longest.frames++;
      if (nowMs - startMs < followMs) {
        video.requestVideoFrameCallback(onFrame);
      } else {
        resolve(longest);
      }
    };
    video.requestVideoFrameCallback(onFrame);
  });
}

/** Runs in the page. */
function listen(element: Element): void {
  const media = (element as HTMLVideoElement).srcObject as MediaStream;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream(media.getAudioTracks())).connect(analyser);
  const levels = new Float32Array(analyser.frequencyBinCount);
  Object.assign(globalThis, {
    ear: {
      spectrum: (hz: number) => {
        analyser.getFloatFrequencyData(levels);
        const bin = Math.round((hz * analyser.fftSize) / context.sampleRate);
        return Math.max(...levels.slice(bin - 3, bin + 4));
      },
    },
  });
}

/** Runs in the page. */
function sample(element: Element, places: readonly Place[]): Seen {
  const video = element as HTMLVideoElement;
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = Object.assign(document.createElement('canvas'), { width: width || 1, height: height || 1 });
  const pen = canvas.getContext('2d')!;
  pen.drawImage(video, 0, 0);
  const yuv = places.map(([x, y]) => {
    const [r, g, b] = pen.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data;
    return [16 + 0.257 * r! + 0.504 * g! + 0.098 * b!, 128 - 0.148 * r! - 0.291 * g! + 0.439 * b!, 128 + 0.439 * r! - 0.368 * g! - 0.071 * b!]
      .map(Math.round);
  });
  return { width, height, yuv };
}

/** Runs in the page: stamps whose bits are not all clear are passed over. */
function readStamps(element: Element, { count, bits }: { count: number; bits: number }): Promise<number[]> {
  const video = element as HTMLVideoElement;
  const canvas = Object.assign(document.createElement('canvas'), { width: bits, height: 1 });
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  const ages: number[] = [];
  return new Promise((resolve) => {
    const onFrame = (): void => {
      const now = Date.now();
      const column = video.videoWidth / bits;
      for (let bit = 0; bit < bits; bit++) {
        pen.drawImage(video, (bit + 0.5) * column - 2, video.videoHeight / 2, 4, 4, bit, 0, 1, 1);
      }
      const { data } = pen.getImageData(0, 0, bits, 1);
      const lights = Array.from({ length: bits }, (_, bit) => data[bit * 4]!);
      if (lights.every((light) => light < 80 || light > 175)) {
        const stamp = lights.reduce((sum, light, bit) => sum + (light > 127 ? 2 ** bit : 0), 0);
        ages.push((now - stamp + 2 ** bits) % 2 ** bits);
      }
      if (ages.length < count) {
        video.requestVideoFrameCallback(onFrame);
      } else {
        resolve(ages);
      }
    };
    video.requestVideoFrameCallback(onFrame);
  });
}
