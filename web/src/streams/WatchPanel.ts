import type { PageWish } from '../page/PageAddress';
import { part, setText } from '../page/parts';
import { Sampling } from '../page/Sampling';
import { type Layer, LAYERS, type MediaReport } from '../protocol/LayerControl';
import { Problem } from '../protocol/Problem';
import { WhepClient } from '../protocol/WhepClient';
import type { PeerListener } from '../session/PeerWatch';
import { Player } from '../session/Player';
import { bitrateText, sizeText } from '../stats/format';
import { GraphRow } from '../stats/GraphRow';
import { type InboundSample, statsReport, StatsSampler } from '../stats/StatsSampler';
import { type Arrival, ArrivalWatch } from './ArrivalWatch';
import { explain, explainGone, type Explanation } from './explain';
import { Notice, type NoticeAction } from './Notice';
import type { Visitor } from './Visitor';

/**
 * The Watch panel. Its `data-state`:
 * idle → starting (token, offer) → watching ⇄ unsteady; Stop leads back to idle, a failure to failed.
 */
type WatchState = 'idle' | 'starting' | 'watching' | 'unsteady' | 'failed';

const PILLS: Readonly<Record<WatchState, string>> = {
  idle: 'Not watching',
  starting: 'Connecting…',
  watching: 'Watching',
  unsteady: 'Connection unsteady…',
  failed: 'Not watching',
};

const ARRIVALS: Readonly<Record<Arrival, string>> = {
  picture: '',
  sound: 'Sound only',
  nothing: 'Waiting for the publisher…',
};

const GONE = 404;

export class WatchPanel {
  private readonly notice: Notice;
  private readonly graphs: GraphRow;
  private readonly settings: HTMLFormElement;
  private readonly video: HTMLVideoElement;
  private readonly sampling = new Sampling();
  private player: Player | undefined;
  /** Grows with every start and stop, so that what an abandoned attempt still awaits changes nothing. */
  private attempt = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly visitor: Visitor,
    private readonly wish: PageWish,
    onStreamChange: () => void,
  ) {
    this.notice = new Notice(part(root, 'notice'));
    this.graphs = new GraphRow(part(root, 'graphs'));
    this.settings = part<HTMLFormElement>(root, 'settings');
    this.video = part<HTMLVideoElement>(root, 'video');
    this.streamField().value = wish.stream ?? '';
    this.streamField().addEventListener('input', onStreamChange);
    this.settings.addEventListener('submit', (event) => event.preventDefault());
    this.settings.addEventListener('change', (event) => this.onSettingsChange(event));
    part(root, 'start').addEventListener('click', () => void this.start());
    part(root, 'play').addEventListener('click', () => this.onPlay());
    part(root, 'stop').addEventListener('click', () => this.stop());
    part(root, 'restart').addEventListener('click', () => void this.restartIce());
    part(root, 'sound').addEventListener('click', () => this.silence(!this.video.muted));
    part(root, 'fullscreen').addEventListener('click', () => void this.video.requestFullscreen());
    window.addEventListener('pagehide', () => this.stop());
    this.enter('idle');
  }

  get stream(): string | undefined {
    return this.streamField().value.trim() || undefined;
  }

  async start(): Promise<void> {
    this.release();
    this.notice.clear();
    this.enter('starting');
    const attempt = this.attempt;
    const { visitor } = this;
    try {
      const http = await visitor.http('audience');
      if (attempt !== this.attempt) {
        return;
      }
      const player = new Player(new WhepClient(http, visitor.origin), this.listener(attempt), visitor.transport, this.wish.media.audio);
      this.player = player;
      await player.start(visitor.room, this.stream);
    } catch (error) {
      if (attempt === this.attempt) {
        this.fail(explain(error, visitor.room, visitor.origin), 'Try again');
      }
    }
  }

  private async restartIce(): Promise<void> {
    const { attempt, player } = this;
    try {
      await player?.restartIce();
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

  private listener(attempt: number): PeerListener {
    const ifCurrent = (act: () => void) => () => (attempt === this.attempt ? act() : undefined);
    return {
      onConnected: ifCurrent(() => this.watching()),
      onUnsteady: ifCurrent(() => this.enter('unsteady')),
      onGone: (how) => ifCurrent(() => this.fail(explainGone(how, this.visitor.origin), 'Reconnect'))(),
    };
  }

  private watching(): void {
    const { player } = this;
    if (player === undefined) {
      return;
    }
    this.enter('watching');
    if (this.video.srcObject === player.media) {
      return;
    }
    this.video.srcObject = player.media;
    void this.play();
    const sampler = new StatsSampler();
    const arrivals = new ArrivalWatch();
    const attempt = this.attempt;
    this.sampling.start(async () => {
      const sample = sampler.inbound(statsReport(await player.stats()));
      const report = await player.videoReport().catch((error: unknown) => this.onReportFailure(error, attempt));
      if (attempt === this.attempt) {
        this.show(sample, report, arrivals.next(sample));
      }
    });
  }

  /** A browser may refuse sound before the first click on a page; then the play button asks for that click. */
  private async play(): Promise<void> {
    try {
      await this.video.play();
      part(this.root, 'play').hidden = true;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        part(this.root, 'play').hidden = false;
        setText(part(this.root, 'placeholder'), 'Press play to see and hear');
      }
    }
  }

  private onPlay(): void {
    if (this.player === undefined) {
      void this.start();
    } else {
      void this.play();
    }
  }

  private onReportFailure(error: unknown, attempt: number): undefined {
    if (error instanceof Problem && error.status === GONE && attempt === this.attempt) {
      this.fail(explainGone('ended', this.visitor.origin), 'Reconnect');
    }
    return undefined;
  }

  private onSettingsChange({ target }: Event): void {
    if (target instanceof HTMLInputElement && target.name === 'layer') {
      this.root.dataset['wanted'] = target.value;
      this.player?.select(target.value as Layer).catch((error: unknown) => {
        this.notice.show(explain(error, this.visitor.room, this.visitor.origin), []);
      });
    }
  }

  private show(sample: InboundSample, report: MediaReport | undefined, arrival: Arrival): void {
    this.graphs.push(sample);
    setText(part(this.root, 'placeholder'), ARRIVALS[arrival]);
    const sending = report?.sending ?? undefined;
    const badge = part(this.root, 'badge');
    badge.hidden = arrival !== 'picture';
    setText(badge, [sending, sizeText(sample.frameWidth, sample.frameHeight)].filter(Boolean).join(' · '));
    this.fact('layer', sending ?? '–');
    this.fact('size', sizeText(sample.frameWidth, sample.frameHeight));
    this.fact('codec', report?.codec ?? sample.codec ?? '–');
    this.fact('frames', String(sample.framesDecoded));
    this.fact('freezes', `${sample.freezeCount} (${sample.freezeSeconds.toFixed(1)} s)`);
    this.fact('rtx', `${sample.rtxPackets} packets`);
    this.showPicker(report);
    this.expose(sample, sending, arrival);
    this.root.dataset['iceRestarts'] = String(this.player?.iceRestarts ?? 0);
  }

  private showPicker(report: MediaReport | undefined): void {
    for (const layer of LAYERS) {
      const state = report?.layers?.find(({ encodingId }) => encodingId === layer);
      const radio = this.settings.querySelector<HTMLInputElement>(`input[value="${layer}"]`);
      const note = this.settings.querySelector<HTMLElement>(`[data-layer-note="${layer}"]`);
      if (radio !== null && note !== null) {
        radio.checked = report?.wanted === layer;
        setText(note, state?.active ? [sizeText(state.width, state.height), bitrateText(state.bitrateBps)].join(' · ') : 'not sent');
        radio.parentElement?.classList.toggle('sending', report?.sending === layer);
      }
    }
  }

  /** State for scripts that drive this page. */
  private expose(sample: InboundSample, sending: string | undefined, arrival: Arrival): void {
    Object.assign(this.root.dataset, {
      arrival,
      layer: sending ?? '',
      codec: sample.codec ?? '',
      transport: sample.transport ?? '',
      framesDecoded: sample.framesDecoded,
      frameWidth: sample.frameWidth,
      frameHeight: sample.frameHeight,
      freezeCount: sample.freezeCount,
      freezeSeconds: sample.freezeSeconds,
      rtxPackets: sample.rtxPackets,
      audioPackets: sample.audioPackets,
      audioEnergy: sample.audioEnergy,
    });
  }

  private fail(explanation: Explanation, again: string): void {
    this.release();
    this.enter('failed');
    if (explanation.asksForToken) {
      this.visitor.askForToken();
    }
    const choices = explanation.streams.map((stream): NoticeAction => ({ text: stream, act: () => this.choose(stream) }));
    this.notice.show(explanation, choices.length > 0 ? choices : [{ text: again, act: () => void this.start() }]);
  }

  private choose(stream: string): void {
    this.streamField().value = stream;
    this.streamField().dispatchEvent(new Event('input', { bubbles: true }));
    void this.start();
  }

  private silence(silent: boolean): void {
    this.video.muted = silent;
    part(this.root, 'sound').setAttribute('aria-pressed', String(silent));
    setText(part(this.root, 'sound'), silent ? 'Sound on' : 'Sound off');
  }

  private release(): void {
    this.attempt++;
    this.sampling.stop();
    void this.player?.stop();
    this.player = undefined;
    this.video.srcObject = null;
    this.graphs.clear();
    part(this.root, 'badge').hidden = true;
  }

  private enter(state: WatchState): void {
    this.root.dataset['state'] = state;
    const running = state !== 'idle' && state !== 'failed';
    setText(part(this.root, 'pill'), PILLS[state]);
    setText(part(this.root, 'placeholder'), '');
    part(this.root, 'start').hidden = running;
    part(this.root, 'play').hidden = running;
    part(this.root, 'stop').hidden = !running;
    part(this.root, 'restart').hidden = state !== 'watching' && state !== 'unsteady';
    part(this.root, 'sound').hidden = !running;
    part(this.root, 'fullscreen').hidden = !running;
    part<HTMLFieldSetElement>(this.root, 'picker').disabled = !running;
    this.streamField().disabled = running;
  }

  private fact(name: string, text: string): void {
    const element = this.root.querySelector<HTMLElement>(`[data-fact="${name}"]`);
    if (element !== null) {
      setText(element, text);
    }
  }

  private streamField(): HTMLInputElement {
    return this.settings.elements.namedItem('stream') as HTMLInputElement;
  }
}
