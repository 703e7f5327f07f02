import { type AudioChoice, audioPreference, codecPreference, type VideoCodec } from '../media/codecPreference';
import { offerDependencyDescriptor } from '../media/dependencyDescriptor';
import { type LayerMode, sendEncodings } from '../media/sendEncodings';
import type { SdpSession } from '../protocol/SdpSession';
import type { WhipClient } from '../protocol/WhipClient';
import { PathRenewal } from './PathRenewal';
import { type TransportChoice, withTransport } from '../protocol/transportChoice';
import { type PeerListener, watchPeer } from './PeerWatch';

export interface PublishWish {
  readonly room: string;
  readonly codec: VideoCodec;
  readonly layers: LayerMode;
  readonly audio: AudioChoice;
}

/** One publication of a captured stream: from the offer to the DELETE; its ICE may be restarted, nothing else. */
export class Publisher {
  private readonly peer = new RTCPeerConnection();
  private session: SdpSession | undefined;
  private renewal: PathRenewal | undefined;
  private stopped = false;

  constructor(
    private readonly whip: WhipClient,
    private readonly media: MediaStream,
    listener: PeerListener,
    private readonly transport: TransportChoice = 'any',
  ) {
    watchPeer(this.peer, listener, () => this.restartIce());
  }

  async start(wish: PublishWish): Promise<void> {
    this.addTracks(wish);
    const session = await this.whip.publish(wish.room, await this.offer());
    if (this.stopped) {
      return session.close();
    }
    this.session = session;
    await this.peer.setRemoteDescription({ type: 'answer', sdp: withTransport(session.answer, this.transport) });
    this.renewal = new PathRenewal(this.peer, session, () => this.offer(), this.transport);
  }

  /** Looks for another path; the picture goes on meanwhile. */
  async restartIce(): Promise<void> {
    if (this.renewal === undefined) {
      throw new Error('Not connected yet.');
    }
    return this.renewal.restart();
  }

  get iceRestarts(): number {
    return this.renewal?.count ?? 0;
  }

  /** A muted microphone sends silence and a muted camera black frames, so unmuting needs no negotiation. */
  mute(kind: 'audio' | 'video', muted: boolean): void {
    this.media.getTracks().filter((track) => track.kind === kind).forEach((track) => {
      track.enabled = !muted;
    });
  }

  async stats(): Promise<RTCStatsReport> {
    return this.peer.getStats();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.renewal?.stop();
    this.media.getTracks().forEach((track) => track.stop());
    this.peer.close();
    await this.session?.close();
  }

  private async offer(): Promise<string> {
    await this.peer.setLocalDescription();
    return this.peer.localDescription?.sdp ?? '';
  }

  private addTracks(wish: PublishWish): void {
    for (const track of this.media.getAudioTracks()) {
      const transceiver = this.peer.addTransceiver(track, { direction: 'sendonly', streams: [this.media] });
      transceiver.setCodecPreferences(audioPreference(wish.audio, RTCRtpSender.getCapabilities('audio')?.codecs ?? []));
    }
    for (const track of this.media.getVideoTracks()) {
      const transceiver = this.peer.addTransceiver(track, {
        direction: 'sendonly',
        streams: [this.media],
        sendEncodings: sendEncodings(wish.codec, wish.layers),
      });
      const codecs = codecPreference(wish.codec, RTCRtpSender.getCapabilities('video')?.codecs ?? []);
      transceiver.setCodecPreferences(codecs);
      offerDependencyDescriptor(transceiver);
    }
  }
}
