import type { Browser, Page } from 'playwright-core';
import type * as LiveKit from 'livekit-client';
import { type Door, LiveKitTab } from './LiveKitTab';
import type { Heard, Signature } from './signatures';
import { devToken, devTokenFor, type RoomWish } from './tokens';

interface Globals {
  LivekitClient: typeof LiveKit;
  room: LiveKit.Room;
  heard: Record<string, Record<string, unknown>>;
  signatureStream(signature: Signature): MediaStream;
}

/** A tab that sends its signature by livekit-client, and tells what it receives. */
export class SignatureTab {
  private constructor(private readonly tab: LiveKitTab) {}

  static async join(browser: Browser, server: string, room: string, user: string, signature: Signature, door: Door): Promise<SignatureTab> {
    const tab = await LiveKitTab.open(browser, server);
    await tab.connect(server, devToken(user, { room, roomJoin: true }), door);
    await tab.page.evaluate(defineSignature);
    await tab.page.evaluate(send, signature);
    await tab.page.evaluate(observe);
    return new SignatureTab(tab);
  }

  /** One that only watches and listens. */
  static async watch(browser: Browser, server: string, room: string, user: string, wish: RoomWish): Promise<SignatureTab> {
    const tab = await LiveKitTab.open(browser, server);
    await tab.connect(server, devTokenFor(user, room, wish), '/rtc/v1');
    await tab.page.evaluate(observe);
    return new SignatureTab(tab);
  }

  async heard(): Promise<Record<string, Heard>> {
    return this.tab.page.evaluate(() => (globalThis as unknown as Globals).heard as unknown as Record<string, Heard>);
  }

  /** Joins, leaves and reconnections that it was told. */
  async events(): Promise<string[]> {
    return this.tab.events();
  }

  async leave(): Promise<void> {
    await this.tab.close();
  }
}

/** Has whatever page opens a camera and a microphone get this signature instead. */
export async function signDevices(page: Page, signature: Signature): Promise<void> {
  await page.addInitScript(defineSignature);
  await page.addInitScript(replaceDevices, signature);
}

/** Runs in the page: a canvas of one colour with a moving bar, and an oscillator. */
function defineSignature(): void {
  (globalThis as unknown as Globals).signatureStream = ({ hz, yuv: [y, u, v] }) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const pen = canvas.getContext('2d')!;
    const [luma, cb, cr] = [1.164 * (y - 16), u - 128, v - 128];
    const colour = `rgb(${luma + 1.596 * cr} ${luma - 0.392 * cb - 0.813 * cr} ${luma + 2.017 * cb})`;
    let count = 0;
    setInterval(() => {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = 'white';
      pen.fillRect((count++ * 8) % 608, 270, 32, 90);
    }, 66);
    const context = new AudioContext();
    const oscillator = new OscillatorNode(context, { frequency: hz });
    const sink = context.createMediaStreamDestination();
    oscillator.connect(new GainNode(context, { gain: 0.4 })).connect(sink);
    oscillator.start();
    return new MediaStream([...canvas.captureStream(15).getVideoTracks(), ...sink.stream.getAudioTracks()]);
  };
}

/** Runs in the page. */
function replaceDevices(signature: Signature): void {
  navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) => {
    const stream = (globalThis as unknown as Globals).signatureStream(signature);
    return new MediaStream([...(video ? stream.getVideoTracks() : []), ...(audio ? stream.getAudioTracks() : [])]);
  };
}

/** Runs in the page. */
async function send(signature: Signature): Promise<void> {
  const { room, LivekitClient, signatureStream } = globalThis as unknown as Globals;
  const { Camera, Microphone } = LivekitClient.Track.Source;
  const stream = signatureStream(signature);
  await room.localParticipant.publishTrack(stream.getVideoTracks()[0]!, { source: Camera });
  await room.localParticipant.publishTrack(stream.getAudioTracks()[0]!, { source: Microphone });
}

/** Runs in the page: measures colour and pitch of everything received, as the other peers do. */
function observe(): void {
  const scope = globalThis as unknown as Globals;
  scope.heard = {};
  const context = new AudioContext();
  const small = Object.assign(document.createElement('canvas'), { width: 16, height: 16 });
  const pen = small.getContext('2d', { willReadFrequently: true })!;
  const of = (identity: string): Record<string, unknown> =>
    (scope.heard[identity] ??= { hz: 0, level: 0, yuv: [], width: 0, frames: 0 });
  const look = (video: HTMLVideoElement, identity: string): void => {
    const onFrame = (): void => {
      const seen = of(identity);
      pen.drawImage(video, 0, 0, 16, 16);
      const { data } = pen.getImageData(0, 0, 16, 8);
      const mean = (at: number): number => data.filter((_, i) => i % 4 === at).reduce((sum, value) => sum + value, 0) / (data.length / 4);
      const [r, g, b] = [mean(0), mean(1), mean(2)];
      seen['frames'] = Number(seen['frames']) + 1;
      seen['width'] = video.videoWidth;
      seen['yuv'] = [
        16 + 0.257 * r + 0.504 * g + 0.098 * b, 128 - 0.148 * r - 0.291 * g + 0.439 * b, 128 + 0.439 * r - 0.368 * g - 0.071 * b,
      ].map(Math.round);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  const listen = (track: MediaStreamTrack, identity: string): void => {
    const analyser = new AnalyserNode(context, { fftSize: 32_768 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let crossings = 0;
      samples.forEach((sample, i) => crossings += i > 0 && samples[i - 1]! < 0 && sample >= 0 ? 1 : 0);
      const seen = of(identity);
      seen['hz'] = Math.round((crossings * context.sampleRate) / samples.length);
      seen['level'] = Math.round(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) * 32_768);
    }, 500);
  };
  const take = (track: LiveKit.RemoteTrack, identity: string): void => {
    const element = document.body.appendChild(track.attach());
    if (track.kind === 'video') {
      look(element as HTMLVideoElement, identity);
    } else {
      listen(track.mediaStreamTrack, identity);
    }
  };
  scope.room.on('trackSubscribed', (track, _, { identity }) => take(track, identity));
  for (const participant of scope.room.remoteParticipants.values()) {
    participant.trackPublications.forEach(({ track }) => track && take(track as LiveKit.RemoteTrack, participant.identity));
  }
}
