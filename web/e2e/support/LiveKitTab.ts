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
  /** `video/VP8`. */
  readonly codec: string;
  readonly width: number;
  readonly frames: number;
  readonly packets: number;
}

/** One try of a tab to reach the signal door. */
export interface Attempt {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly opened: boolean;
}

interface Globals {
  attempts: { at: number; opened: boolean }[];
  LivekitClient: typeof LiveKit;
  room: LiveKit.Room;
  events: string[];
  picture: HTMLMediaElement;
}

/** A tab that is in a room by LiveKit's own client, as it is published. */
export class LiveKitTab {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, serverUrl: string): Promise<LiveKitTab> {
    const page = await openPage(browser);
    await page.addInitScript(() => {
      const scope = globalThis as unknown as Globals;
      scope.attempts = [];
      globalThis.WebSocket = class extends WebSocket {
        constructor(url: string | URL, protocols?: string | string[]) {
          super(url, protocols);
          const attempt = { at: Date.now(), opened: false };
          scope.attempts.push(attempt);
          this.addEventListener('open', () => {
            attempt.opened = true;
          });
        }
      };
    });
    await page.goto(`${serverUrl}/?mode=watch`);
    await page.addScriptTag({ path: CLIENT });
    return new LiveKitTab(page);
  }

  /** Has the page's connections send to a relay's UDP port instead of the server's: what a network does, not what the client does. */
  async mediaBy(relayFor: (serverPort: number) => Promise<number>): Promise<void> {
    await this.page.exposeFunction('relayFor', relayFor);
    await this.page.evaluate(() => {
      const ask = (globalThis as unknown as { relayFor: typeof relayFor }).relayFor;
      const detour = async (lines: string): Promise<string> => {
        const udp = /candidate:\S+ \d+ udp \d+ \S+ (\d+)/im.exec(lines);
        const port = udp === null ? 0 : await ask(Number(udp[1]));
        return lines.replace(/^a=candidate:.* tcp .*\r\n/gim, '')
          .replace(/(candidate:\S+ \d+ udp \d+ )\S+ \d+/gi, (_, head: string) => `${head}127.0.0.1 ${port}`);
      };
      type Take = (this: RTCPeerConnection, description: RTCSessionDescriptionInit) => Promise<void>;
      const native = RTCPeerConnection.prototype.setRemoteDescription as Take;
      RTCPeerConnection.prototype.setRemoteDescription = async function described(this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
        return native.call(this, { type: description.type, sdp: await detour(description.sdp ?? '') });
      } as Take;
      type Add = (this: RTCPeerConnection, candidate?: RTCIceCandidateInit | null) => Promise<void>;
      const add = RTCPeerConnection.prototype.addIceCandidate as Add;
      RTCPeerConnection.prototype.addIceCandidate = async function trickled(this: RTCPeerConnection, candidate?: RTCIceCandidateInit | null) {
        const line = candidate?.candidate ?? '';
        return / tcp /i.test(line) ? undefined : add.call(this, candidate && { ...candidate, candidate: await detour(line) });
      } as Add;
    });
  }

  /** @param options further ones for the room */
  async connect(serverUrl: string, token: string, door: Door, options: { adaptiveStream?: boolean } = {}): Promise<string> {
    return this.page.evaluate(async ({ url, token, single, options }) => {
      const scope = globalThis as unknown as Globals;
      const room = new scope.LivekitClient.Room({ singlePeerConnection: single, dynacast: true, ...options });
      scope.room = room;
      scope.events = [];
      room.on('participantConnected', ({ identity }) => scope.events.push(`${identity} joined`));
      room.on('participantDisconnected', ({ identity }) => scope.events.push(`${identity} left`));
      room.on('moved', (name) => scope.events.push(`moved ${name}`));
      room.on('signalReconnecting', () => scope.events.push('resuming'));
      room.on('reconnecting', () => scope.events.push('reconnecting'));
      room.on('reconnected', () => scope.events.push('reconnected'));
      room.on('disconnected', (reason) => scope.events.push(`disconnected ${reason}`));
      await room.connect(url, token);
      return (room.engine as unknown as { pcManager: { mode: string } }).pcManager.mode;
    }, { url: serverUrl.replace('http', 'ws'), token, single: door === '/rtc/v1', options });
  }

  async publish(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as Globals).room.localParticipant.enableCameraAndMicrophone());
  }

  /** Publishes the camera in a codec, and in VP8 for those that cannot play it. */
  async publishIn(codec: 'vp9' | 'av1'): Promise<void> {
    await this.page.evaluate(async (videoCodec) => {
      await (globalThis as unknown as Globals).room.localParticipant.setCameraEnabled(true, {}, { videoCodec, backupCodec: true });
    }, codec);
  }

  /** Makes this a browser that plays VP8 only. */
  async playOnlyVp8(): Promise<void> {
    await this.page.evaluate(() => {
      const taken = RTCRtpReceiver.getCapabilities('video')!.codecs.filter(({ mimeType }) => ['video/VP8', 'video/rtx'].includes(mimeType));
      const prototype = RTCPeerConnection.prototype as unknown as Record<string, (this: RTCPeerConnection, ...given: unknown[]) => unknown>;
      for (const name of ['createOffer', 'createAnswer']) {
        const native = prototype[name]!;
        prototype[name] = function limited(this: RTCPeerConnection, ...given: unknown[]) {
          for (const transceiver of this.getTransceivers()) {
            if (transceiver.direction === 'recvonly' && transceiver.receiver.track.kind === 'video') {
              transceiver.setCodecPreferences(taken);
            }
          }
          return native.apply(this, given);
        };
      }
    });
  }

  async mute(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as Globals).room.localParticipant.setMicrophoneEnabled(false));
  }

  /** How well this participant is said to be connected. */
  async quality(identity: string): Promise<string> {
    return this.page.evaluate((who) => {
      const { room } = globalThis as unknown as Globals;
      return String([room.localParticipant, ...room.remoteParticipants.values()].find((one) => one.identity === who)?.connectionQuality);
    }, identity);
  }

  /** Asks for one of the layers of every video: 0 is the lowest. */
  async want(level: 0 | 1 | 2): Promise<void> {
    await this.page.evaluate((quality) => {
      for (const participant of (globalThis as unknown as Globals).room.remoteParticipants.values()) {
        participant.videoTrackPublications.forEach((publication) => publication.setVideoQuality(quality));
      }
    }, level);
  }

  /** Shows the first video of others in a picture of this size, in pixels. */
  async show(width: number, height: number): Promise<void> {
    await this.page.evaluate(({ width, height }) => {
      const scope = globalThis as unknown as Globals;
      const tracks = [...scope.room.remoteParticipants.values()].flatMap((one) => [...one.videoTrackPublications.values()]);
      scope.picture ??= document.body.appendChild(tracks[0]!.track!.attach());
      scope.picture.style.cssText = `position: fixed; z-index: 9; left: 0; top: 0; width: ${width}px; height: ${height}px`;
    }, { width, height });
  }

  /** Bytes sent of its own video, by layer. */
  async sentByLayer(): Promise<Record<string, number>> {
    return this.page.evaluate(async () => {
      const room = (globalThis as unknown as Globals).room;
      const sent: Record<string, number> = {};
      for (const publication of room.localParticipant.videoTrackPublications.values()) {
        for (const entry of (await publication.track?.getRTCStatsReport())?.values() ?? []) {
          if (entry.type === 'outbound-rtp') {
            sent[entry.rid ?? ''] = entry.bytesSent;
          }
        }
      }
      return sent;
    });
  }

  /** How wide the layer `f` is that the browser encodes now: less than the camera's while its machine is too busy. */
  async largestSent(): Promise<number> {
    return this.page.evaluate(async () => {
      const room = (globalThis as unknown as Globals).room;
      let width = 0;
      for (const publication of room.localParticipant.videoTrackPublications.values()) {
        for (const entry of (await publication.track?.getRTCStatsReport())?.values() ?? []) {
          width = entry.type === 'outbound-rtp' && entry.rid === 'f' ? entry.frameWidth ?? 0 : width;
        }
      }
      return width;
    });
  }

  /** What it sends of its video: rid, width, frames a second, kbit/s meant and limited by what. */
  async sent(): Promise<string> {
    return this.page.evaluate(async () => {
      const room = (globalThis as unknown as Globals).room;
      const layers: string[] = [];
      for (const publication of room.localParticipant.videoTrackPublications.values()) {
        for (const entry of (await publication.track?.getRTCStatsReport())?.values() ?? []) {
          if (entry.type === 'outbound-rtp') {
            layers.push(`${entry.rid} ${entry.frameWidth} ${entry.framesPerSecond} ${Math.round((entry.targetBitrate ?? 0) / 1_000)} ${entry.qualityLimitationReason}`);
          }
        }
      }
      return layers.join(', ');
    });
  }

  /** Names its present stay in the room. */
  async sid(): Promise<string> {
    return this.page.evaluate(() => (globalThis as unknown as Globals).room.localParticipant.sid);
  }

  /** Its tries to reach the signal door, oldest first. */
  async attempts(): Promise<Attempt[]> {
    return this.page.evaluate(() => (globalThis as unknown as Globals).attempts);
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
                from: participant.identity, kind: String(publication.kind), codec: report?.get(entry.codecId)?.mimeType ?? '', width: entry.frameWidth ?? 0,
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
