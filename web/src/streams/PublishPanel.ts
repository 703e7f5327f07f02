import { codecPreference, type VideoCodec } from '../media/codecPreference';
import { CAMERA_HEIGHT, capture, type VideoSource } from '../media/LocalMedia';
import { isLayerable, type LayerMode } from '../media/sendEncodings';
import type { MediaWish } from '../page/PageAddress';
import { part, setText } from '../page/parts';
import { Sampling } from '../page/Sampling';
import { WhipClient } from '../protocol/WhipClient';
import type { PeerListener } from '../session/PeerWatch';
import { Publisher } from '../session/Publisher';
import { GraphRow } from '../stats/GraphRow';
import { statsReport, StatsSampler } from '../stats/StatsSampler';
import { explain, explainGone, type Explanation } from './explain';
import { showLayers } from './LayerList';
import { Notice } from './Notice';
import type { Visitor } from './Visitor';

/**
 * The Publish panel. Its `data-state`:
 * idle → starting (token, camera) → connecting (offer sent) → publishing ⇄ unsteady; Stop leads back to idle, a failure to failed.
 */
type PublishState = 'idle' | 'starting' | 'connecting' | 'publishing' | 'unsteady' | 'failed';

const PILLS: Readonly<Record<PublishState, string>> = {
  idle: 'Not publishing',
  starting: 'Starting…',
  connecting: 'Connecting…',
  publishing: 'Live',
  unsteady: 'Connection unsteady…',
  failed: 'Not publishing',
};

export class PublishPanel {
  private readonly notice: Notice;
  private readonly graphs: GraphRow;
  private readonly settings: HTMLFormElement;
  private readonly sampling = new Sampling();
  private publisher: Publisher | undefined;
  private media: MediaStream | undefined;
  /** Grows with every start and stop, so that what an abandoned attempt still awaits changes nothing. */
  private attempt = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly visitor: Visitor,
    private readonly wish: MediaWish,
  ) {
    this.notice = new Notice(part(root, 'notice'));
    this.graphs = new GraphRow(part(root, 'graphs'));
    this.settings = part<HTMLFormElement>(root, 'settings');
    this.disableMissingCodecs();
    this.choose('codec', wish.codec);
    this.choose('layers', wish.layers);
    this.settings.addEventListener('change', () => this.disableImpossibleLayers());
    this.disableImpossibleLayers();
    part(root, 'start').addEventListener('click', () => void this.start());
    part(root, 'stop').addEventListener('click', () => this.stop());
    part(root, 'restart').addEventListener('click', () => void this.restartIce());
    this.bindMute('mute-audio', 'audio', 'Mute microphone', 'Unmute microphone');
    this.bindMute('mute-video', 'video', 'Turn picture off', 'Turn picture on');
    window.addEventListener('pagehide', () => this.stop());
    this.enter('idle');
  }

  async start(): Promise<void> {
    this.release();
    this.notice.clear();
    this.enter('starting');
    const attempt = this.attempt;
    const { visitor } = this;
    try {
      const http = await visitor.http('host');
      const media = await this.capture(attempt);
      if (media === undefined) {
        return;
      }
      this.enter('connecting');
      this.publisher = new Publisher(new WhipClient(http, visitor.origin), media, this.listener(attempt), visitor.transport);
      const form = new FormData(this.settings);
      await this.publisher.start({
        room: visitor.room,
        codec: form.get('codec') as VideoCodec,
        layers: form.get('layers') as LayerMode,
        audio: this.wish.audio,
      });
    } catch (error) {
      if (attempt === this.attempt) {
        this.fail(explain(error, visitor.room, visitor.origin), 'Try again');
      }
    }
  }

  private async restartIce(): Promise<void> {
    const { attempt, publisher } = this;
    try {
      await publisher?.restartIce();
    } catch (error) {
      if (attempt === this.attempt) {
        this.notice.show(explain(error, this.visitor.room, this.visitor.origin), []);
      }
    }
  }

  stop(): void {
    this.release();
    this.notice.clear();
    this.enter('idle');
  }

  private async capture(attempt: number): Promise<MediaStream | undefined> {
    const form = new FormData(this.settings);
    const media = await capture({
      video: form.get('source') as VideoSource,
      microphone: form.has('microphone'),
      height: this.wish.height ?? CAMERA_HEIGHT,
    });
    if (attempt !== this.attempt) {
      media.getTracks().forEach((track) => track.stop());
      return undefined;
    }
    this.media = media;
    media.getVideoTracks().forEach((track) => track.addEventListener('ended', () => this.stop()));
    part<HTMLVideoElement>(this.root, 'video').srcObject = media;
    return media;
  }

  private listener(attempt: number): PeerListener {
    const ifCurrent = (act: () => void) => () => (attempt === this.attempt ? act() : undefined);
    return {
      onConnected: ifCurrent(() => this.publishing()),
      onUnsteady: ifCurrent(() => this.enter('unsteady')),
      onGone: (how) => ifCurrent(() => this.fail(explainGone(how, this.visitor.origin), 'Reconnect'))(),
    };
  }

  private publishing(): void {
    this.enter('publishing');
    const sampler = new StatsSampler();
    this.sampling.start(async () => {
      const report = await this.publisher?.stats();
      if (report === undefined) {
        return;
      }
      const sample = sampler.outbound(statsReport(report));
      const fps = Math.max(0, ...sample.layers.map((layer) => layer.fps));
      this.graphs.push({ ...sample, fps });
      showLayers(part(this.root, 'layers'), sample);
      this.root.dataset['layersSent'] = String(sample.layers.filter((layer) => layer.bitrateBps > 0).length);
      this.root.dataset['transport'] = sample.transport ?? '';
      this.root.dataset['iceRestarts'] = String(this.publisher?.iceRestarts ?? 0);
      this.root.dataset['bitrateBps'] = String(Math.round(sample.bitrateBps));
    });
  }

  private fail(explanation: Explanation, again: string): void {
    this.release();
    this.enter('failed');
    if (explanation.asksForToken) {
      this.visitor.askForToken();
    }
    this.notice.show(explanation, [{ text: again, act: () => void this.start() }]);
  }

  private release(): void {
    this.attempt++;
    this.sampling.stop();
    this.media?.getTracks().forEach((track) => track.stop());
    void this.publisher?.stop();
    this.publisher = undefined;
    this.media = undefined;
    part<HTMLVideoElement>(this.root, 'video').srcObject = null;
    showLayers(part(this.root, 'layers'), undefined);
  }

  private enter(state: PublishState): void {
    this.root.dataset['state'] = state;
    const running = state !== 'idle' && state !== 'failed';
    setText(part(this.root, 'pill'), PILLS[state]);
    part(this.root, 'start').hidden = running;
    part(this.root, 'stop').hidden = !running;
    part(this.root, 'restart').hidden = state !== 'publishing' && state !== 'unsteady';
    this.settings.toggleAttribute('inert', running);
    this.showMute('mute-audio', this.media?.getAudioTracks()[0]);
    this.showMute('mute-video', this.media?.getVideoTracks()[0]);
    setText(part(this.root, 'placeholder'), this.placeholder());
  }

  private placeholder(): string {
    if (this.media === undefined) {
      return 'Your picture appears here';
    }
    return this.media.getVideoTracks().length > 0 ? '' : 'Publishing sound only';
  }

  private bindMute(name: string, kind: 'audio' | 'video', mute: string, unmute: string): void {
    const toggle = part(this.root, name);
    toggle.addEventListener('click', () => {
      const muted = toggle.getAttribute('aria-pressed') !== 'true';
      this.publisher?.mute(kind, muted);
      toggle.setAttribute('aria-pressed', String(muted));
      setText(toggle, muted ? unmute : mute);
    });
    toggle.dataset['mute'] = mute;
  }

  /** Offers the button only for a track there is; without one it returns to its first state. */
  private showMute(name: string, track: MediaStreamTrack | undefined): void {
    const toggle = part(this.root, name);
    toggle.hidden = track === undefined;
    if (track === undefined) {
      toggle.setAttribute('aria-pressed', 'false');
      setText(toggle, toggle.dataset['mute'] ?? '');
    }
  }

  private disableMissingCodecs(): void {
    const offered = window.RTCRtpSender?.getCapabilities('video')?.codecs ?? [];
    for (const option of this.field('codec').options) {
      option.disabled = codecPreference(option.value as VideoCodec, offered).length === 0;
    }
  }

  private disableImpossibleLayers(): void {
    const codec = this.field('codec').value as VideoCodec;
    const layers = this.field('layers');
    for (const option of layers.options) {
      option.disabled = !isLayerable(codec, option.value as LayerMode);
    }
    if (layers.selectedOptions[0]?.disabled) {
      layers.value = 'simulcast';
    }
  }

  private choose(name: string, value: string | undefined): void {
    if (value !== undefined) {
      this.field(name).value = value;
    }
  }

  private field(name: string): HTMLSelectElement {
    return this.settings.elements.namedItem(name) as HTMLSelectElement;
  }
}
