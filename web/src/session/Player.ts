import { type AudioChoice, audioPreference } from '../media/codecPreference';
import { offerDependencyDescriptor } from '../media/dependencyDescriptor';
import { withReferenceTime } from '../media/referenceTime';
import type { Layer, LayerControl, MediaReport } from '../protocol/LayerControl';
import type { SdpSession } from '../protocol/SdpSession';
import type { WhepClient } from '../protocol/WhepClient';
import { PathRenewal } from './PathRenewal';
import { type TransportChoice, withTransport } from '../protocol/transportChoice';
import { type PeerListener, watchPeer } from './PeerWatch';

/** One playback: from the offer to the DELETE; its ICE may be restarted, nothing else. Its tracks arrive in `media`. */
export class Player {
  readonly media = new MediaStream();
  private readonly peer = new RTCPeerConnection();
  private session: SdpSession | undefined;
  private renewal: PathRenewal | undefined;
  private layers: LayerControl | undefined;
  private stopped = false;

  constructor(
    private readonly whep: WhepClient,
    listener: PeerListener,
    private readonly transport: TransportChoice = 'any',
    audio: AudioChoice = undefined,
  ) {
    watchPeer(this.peer, listener, () => this.restartIce());
    this.peer.addTransceiver('audio', { direction: 'recvonly' })
      .setCodecPreferences(audioPreference(audio, RTCRtpReceiver.getCapabilities('audio')?.codecs ?? []));
    offerDependencyDescriptor(this.peer.addTransceiver('video', { direction: 'recvonly' }));
    this.peer.addEventListener('track', ({ track }) => this.media.addTrack(track));
  }

  async start(room: string, stream: string | undefined): Promise<void> {
    const { session, layers } = await this.whep.play(room, stream, await this.offer());
    if (this.stopped) {
      return session.close();
    }
    this.session = session;
    this.layers = layers;
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

  async select(layer: Layer): Promise<void> {
    const mediaId = this.videoTransceiver()?.mid;
    if (mediaId) {
      await this.layers?.select(mediaId, layer);
    }
  }

  /** What the server says about our video: the layers there are, the one wanted and the one sent. */
  async videoReport(): Promise<MediaReport | undefined> {
    return (await this.layers?.media())?.find((media) => media.kind === 'video');
  }

  async stats(): Promise<RTCStatsReport> {
    return this.peer.getStats();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.renewal?.stop();
    this.peer.close();
    await this.session?.close();
  }

  private async offer(): Promise<string> {
    const { sdp } = await this.peer.createOffer();
    await this.peer.setLocalDescription({ type: 'offer', sdp: withReferenceTime(sdp ?? '') });
    return this.peer.localDescription?.sdp ?? '';
  }

  private videoTransceiver(): RTCRtpTransceiver | undefined {
    return this.peer.getTransceivers().find(({ receiver }) => receiver.track.kind === 'video');
  }
}
