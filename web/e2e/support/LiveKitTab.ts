import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type * as LiveKit from 'livekit-client';
import { openPage } from './Chromium';

const CLIENT = createRequire(import.meta.url).resolve('livekit-client').replace(/[^/]*$/, 'livekit-client.umd.js');

/** The two doors: one peer connection for both directions, or one for each. */
export type Door = '/rtc/v1' | '/rtc';

/** What one tab receives of one track, from its statistics. */
export interface Reception {
  readonly from: string;
  readonly kind: string;
  readonly width: number;
  readonly frames: number;
  readonly packets: number;
}

interface Globals {
  LivekitClient: typeof LiveKit;
  room: LiveKit.Room;
  events: string[];
}

/** A tab that is in a room by LiveKit's own client, as it is published. */
export class LiveKitTab {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, serverUrl: string): Promise<LiveKitTab> {
    const page = await openPage(browser);
    await page.goto(serverUrl);
    await page.addScriptTag({ path: CLIENT });
    return new LiveKitTab(page);
  }

  async connect(serverUrl: string, token: string, door: Door): Promise<string> {
    return this.page.evaluate(async ({ url, token, single }) => {
      const scope = globalThis as unknown as Globals;
      const room = new scope.LivekitClient.Room({ singlePeerConnection: single, dynacast: true });
      scope.room = room;
      scope.events = [];
      room.on('participantDisconnected', ({ identity }) => scope.events.push(`${identity} left`));
      room.on('reconnecting', () => scope.events.push('reconnecting'));
      room.on('disconnected', (reason) => scope.events.push(`disconnected ${reason}`));
      await room.connect(url, token);
      return (room.engine as unknown as { pcManager: { mode: string } }).pcManager.mode;
    }, { url: serverUrl.replace('http', 'ws'), token, single: door === '/rtc/v1' });
  }

  async publish(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as Globals).room.localParticipant.enableCameraAndMicrophone());
  }

  async mute(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as Globals).room.localParticipant.setMicrophoneEnabled(false));
  }

  /** Asks for one of the layers of every video: 0 is the lowest. */
  async quality(level: 0 | 1 | 2): Promise<void> {
    await this.page.evaluate((quality) => {
      for (const participant of (globalThis as unknown as Globals).room.remoteParticipants.values()) {
        participant.videoTrackPublications.forEach((publication) => publication.setVideoQuality(quality));
      }
    }, level);
  }

  async events(): Promise<string[]> {
    return this.page.evaluate(() => (globalThis as unknown as Globals).events);
  }

  /** Everything received, by sender and kind. */
  async receptions(): Promise<Reception[]> {
    return this.page.evaluate(async () => {
      const found = [];
      for (const participant of (globalThis as unknown as Globals).room.remoteParticipants.values()) {
        for (const publication of participant.trackPublications.values()) {
          const report = await (publication.track as LiveKit.RemoteTrack | undefined)?.getRTCStatsReport();
          for (const entry of report?.values() ?? []) {
            if (entry.type === 'inbound-rtp') {
              found.push({
                from: participant.identity, kind: String(publication.kind), width: entry.frameWidth ?? 0,
                frames: entry.framesDecoded ?? 0, packets: entry.packetsReceived ?? 0,
              });
            }
          }
        }
      }
      return found;
    });
  }

  async close(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as Partial<Globals>).room?.disconnect()).catch(() => undefined);
    await this.page.context().close();
  }
}
