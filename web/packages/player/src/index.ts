import { playFlv } from './flv';
import { playHls } from './hls';
import type { Begin, Playback } from './playback';
import { playWhep } from './whep';

export type Protocol = 'whep' | 'flv' | 'hls';
export type PlayerState = 'idle' | 'starting' | 'playing' | 'waiting' | 'failed';

/** What a `change` event tells. */
export interface PlayerView {
  readonly state: PlayerState;
  /** Seconds from what arrives to what is shown; undefined before anything is. */
  readonly behind: number | undefined;
  /** Why it failed; empty otherwise. */
  readonly why: string;
}

const WAYS: Record<Protocol, Begin> = { whep: playWhep, flv: playFlv, hls: playHls };
const LOOK_EVERY_MS = 500;
const AGAIN_AFTER_MS = 2_000;

/**
 * `<ringcast-player protocol="flv" src="…">`: plays what its attributes say as long as it is in a page, and tries again after a failure.
 * `token` is for WHEP; `muted` and `controls` are the video's. Each change of how it goes is told by an event `change`.
 */
export class RingcastPlayer extends HTMLElement {
  static readonly observedAttributes = ['protocol', 'src', 'token', 'muted', 'controls'];

  readonly video = document.createElement('video');
  private playback: Playback | undefined;
  private round = 0;
  private looking: ReturnType<typeof setInterval> | undefined;
  private shown: PlayerView = { state: 'idle', behind: undefined, why: '' };

  constructor() {
    super();
    const style = document.createElement('style');
    style.textContent = ':host{display:block;background:#000}video{display:block;width:100%;height:100%;object-fit:contain}';
    this.video.autoplay = true;
    this.video.playsInline = true;
    this.video.addEventListener('playing', () => this.show({ state: 'playing', why: '' }));
    this.video.addEventListener('waiting', () => this.show({ state: 'waiting' }));
    this.attachShadow({ mode: 'open' }).append(style, this.video);
  }

  /** How it goes now. */
  get view(): PlayerView {
    return this.shown;
  }

  connectedCallback(): void {
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.begin();
  }

  disconnectedCallback(): void {
    clearInterval(this.looking);
    this.end();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    this.video.muted = this.hasAttribute('muted');
    this.video.controls = this.hasAttribute('controls');
    if (this.isConnected && before !== now && name !== 'muted' && name !== 'controls') {
      void this.begin();
    }
  }

  private async begin(): Promise<void> {
    this.end();
    const src = this.getAttribute('src');
    const way = WAYS[(this.getAttribute('protocol') ?? 'flv') as Protocol];
    if (!src || way === undefined) {
      return;
    }
    const round = this.round;
    const failed = (why: string): void => this.fail(round, why);
    this.show({ state: 'starting', behind: undefined, why: '' });
    try {
      const url = new URL(src, location.href).href;
      const playback = await way({ video: this.video, url, token: this.getAttribute('token') ?? undefined, failed });
      if (round === this.round) {
        this.playback = playback;
      } else {
        playback.stop();
      }
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    }
  }

  private fail(round: number, why: string): void {
    if (round !== this.round) {
      return;
    }
    this.end();
    this.show({ state: 'failed', behind: undefined, why });
    const next = this.round;
    setTimeout(() => {
      if (this.isConnected && next === this.round) {
        void this.begin();
      }
    }, AGAIN_AFTER_MS);
  }

  private end(): void {
    this.round++;
    this.playback?.stop();
    this.playback = undefined;
    this.show({ state: 'idle', behind: undefined });
  }

  private async look(): Promise<void> {
    const behind = await this.playback?.behind();
    if (this.playback !== undefined && behind !== undefined) {
      this.show({ behind });
    }
  }

  private show(change: Partial<PlayerView>): void {
    this.shown = { ...this.shown, ...change };
    this.dispatchEvent(new CustomEvent<PlayerView>('change', { detail: this.shown }));
  }
}

/** Makes `<ringcast-player>` known to the page. */
export function definePlayer(name = 'ringcast-player'): void {
  if (customElements.get(name) === undefined) {
    customElements.define(name, RingcastPlayer);
  }
}
