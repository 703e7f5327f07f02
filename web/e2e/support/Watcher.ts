import type { Browser } from 'playwright-core';
import type * as LiveKit from 'livekit-client';
import { type Door, LiveKitTab } from './LiveKitTab';
import { NarrowLink } from './NarrowLink';

/** What a tab saw and heard since it was asked last. */
export interface Seen {
  readonly seconds: number;
  /** Frames that were shown. */
  readonly frames: number;
  /** Of the newest frame; 0 before the first. */
  readonly width: number;
  /** The longest time without a new frame. */
  readonly longestGapMs: number;
  /** The share of the time that lies in gaps longer than {@link STALL_MS}. */
  readonly stalled: number;
  /** The share of the sound that had to be made up. */
  readonly concealed: number;
  /** What the room says of the video: `active` or `paused`. */
  readonly stream: string;
  readonly quality: string;
}

export const STALL_MS = 250;

interface Globals {
  room: LiveKit.Room;
  shown: { atMs: number; width: number }[];
  asked: { atMs: number; lastFrameMs: number; concealed: number; samples: number };
}

/** A tab with livekit-client whose media all go over a link of its own, and which notes each frame that it shows. */
export class Watcher {
  private constructor(readonly tab: LiveKitTab, readonly link: NarrowLink) {}

  /**
   * @param pageUrl a server that has a page to open
   * @param seed of what its link loses
   */
  static async join(browser: Browser, pageUrl: string, serverUrl: string, token: string, door: Door, seed: number): Promise<Watcher> {
    const tab = await LiveKitTab.open(browser, pageUrl);
    let link: NarrowLink | undefined;
    await tab.mediaBy(async (serverPort) => {
      link ??= await NarrowLink.open(serverPort, seed);
      return link.port;
    });
    await tab.connect(serverUrl, token, door);
    await tab.page.waitForFunction(() => [...(globalThis as unknown as Globals).room.remoteParticipants.values()]
      .some((one) => [...one.videoTrackPublications.values()].some(({ track }) => track !== undefined)), undefined, { timeout: 30_000 });
    await tab.page.evaluate(() => {
      const scope = globalThis as unknown as Globals;
      scope.shown = [];
      scope.asked = { atMs: performance.now(), lastFrameMs: performance.now(), concealed: 0, samples: 0 };
      for (const participant of scope.room.remoteParticipants.values()) {
        for (const { track } of participant.trackPublications.values()) {
          const element = track?.attach();
          if (element instanceof HTMLVideoElement) {
            element.style.cssText = 'position: fixed; z-index: 9; left: 0; top: 0; width: 320px; height: 180px';
            const note: VideoFrameRequestCallback = (nowMs, { width }) => {
              scope.shown.push({ atMs: nowMs, width });
              element.requestVideoFrameCallback(note);
            };
            element.requestVideoFrameCallback(note);
          }
          if (element !== undefined) {
            document.body.append(element);
          }
        }
      }
    });
    if (link === undefined) {
      throw new Error('no connection asked for its link');
    }
    return new Watcher(tab, link);
  }

  /** What came since the last call. */
  async seen(): Promise<Seen> {
    return this.tab.page.evaluate(async (stallMs) => {
      const scope = globalThis as unknown as Globals;
      const nowMs = performance.now();
      const { asked } = scope;
      const shown = scope.shown.splice(0);
      let lastMs = asked.lastFrameMs;
      let longestGapMs = 0;
      let stalledMs = 0;
      for (const { atMs } of [...shown, { atMs: nowMs }]) {
        const gapMs = atMs - Math.max(lastMs, asked.atMs);
        longestGapMs = Math.max(longestGapMs, atMs - lastMs);
        stalledMs += atMs - lastMs > stallMs ? Math.max(0, gapMs) : 0;
        lastMs = atMs;
      }
      let concealed = 0;
      let samples = 0;
      let stream = '';
      for (const participant of scope.room.remoteParticipants.values()) {
        for (const { track } of participant.trackPublications.values()) {
          const remote = track as LiveKit.RemoteTrack | undefined;
          stream = remote?.kind === 'video' ? remote.streamState : stream;
          for (const entry of (await remote?.getRTCStatsReport())?.values() ?? []) {
            if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
              concealed += (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0);
              samples += entry.totalSamplesReceived ?? 0;
            }
          }
        }
      }
      const seconds = (nowMs - asked.atMs) / 1_000;
      const heard = samples - asked.samples;
      const told = {
        seconds, frames: shown.length, width: shown.at(-1)?.width ?? 0, longestGapMs, stalled: stalledMs / 1_000 / seconds,
        concealed: heard > 0 ? (concealed - asked.concealed) / heard : 0,
        stream, quality: String(scope.room.localParticipant.connectionQuality),
      };
      scope.asked = { atMs: nowMs, lastFrameMs: shown.at(-1)?.atMs ?? asked.lastFrameMs, concealed, samples };
      return told;
    }, STALL_MS);
  }

  async close(): Promise<void> {
    await this.tab.close();
    this.link.close();
  }
}
