import '../page/base.css';
import './mix.css';
import type { PageWish } from '../page/PageAddress';
import { byId, part, setText } from '../page/parts';
import { Sampling } from '../page/Sampling';
import { mark } from '../page/keyed';
import { Telling } from '../page/Telling';
import { DemoTokens } from '../protocol/DemoTokens';
import { browserFetch, Http } from '../protocol/Http';
import { Problem } from '../protocol/Problem';
import { WhepClient } from '../protocol/WhepClient';
import { Player } from '../session/Player';
import { MixApi, type MixState } from './MixApi';
import markup from './mix.html?raw';
import { documentOf, type MixLayout, type MixPlan, placed, scaled, START, type Tile } from './MixPlan';
import { TileBoard } from './TileBoard';

/** A drag asks for a change with each pixel; the server is asked for the last one, this often. */
const ASK_EVERY_MS = 150;

/** Fills the document with the editor of a room's mix, for a host of that room or by a token that may administer it. */
export function openMixPage(wish: PageWish): void {
  document.body.innerHTML = markup;
  document.title = `Mix of ${wish.room}`;
  void new MixPage(byId('mix-page'), wish).open();
}

/** The editor. Its `data-state`: loading → idle ⇄ mixing, or refused where there is no token. */
class MixPage {
  private readonly form: HTMLFormElement;
  private readonly video: HTMLVideoElement;
  private readonly telling: Telling;
  private readonly board: TileBoard;
  private readonly watching = new Sampling();
  private plan: MixPlan = START;
  private api: MixApi | undefined;
  private http: Http | undefined;
  private state: MixState | undefined;
  private player: Player | undefined;
  private asking: Promise<void> | undefined;
  private unasked = false;

  constructor(private readonly root: HTMLElement, private readonly wish: PageWish) {
    this.form = part<HTMLFormElement>(root, 'form');
    this.video = part<HTMLVideoElement>(root, 'video');
    this.telling = new Telling(part(root, 'notice'));
    this.board = new TileBoard(part(root, 'places'), (tile) => this.onTile(tile));
    setText(part(root, 'room'), wish.room);
    this.form.addEventListener('submit', (event) => event.preventDefault());
    this.form.addEventListener('input', () => this.onForm());
    part(root, 'start').addEventListener('click', () => this.ask());
    part(root, 'end').addEventListener('click', () => void this.end());
    this.draw();
  }

  async open(): Promise<void> {
    try {
      const { room, user = '', token, code } = this.wish;
      const own = token ?? (await new DemoTokens(new Http(browserFetch), location.origin, code).token({ room, user, role: 'host' }));
      this.http = new Http(browserFetch, own);
      this.api = new MixApi(this.http, location.origin, room);
      await this.look();
      this.watching.start(async () => this.look());
    } catch (error) {
      mark(this.root, 'state', 'refused');
      this.tell(error);
    }
  }

  /** Asks how the mix is: somebody else may have begun, changed or ended it, and streams come and go. */
  private async look(): Promise<void> {
    if (this.asking === undefined) {
      this.take(await this.api?.state());
    }
  }

  private take(state: MixState | undefined): void {
    const ended = state === undefined && this.state !== undefined;
    this.state = state;
    const tiles = placed(this.plan.tiles, state?.streams ?? [], this.plan.canvas);
    const others = tiles.length !== this.plan.tiles.length || tiles.some((tile, i) => tile !== this.plan.tiles[i]);
    this.plan = { ...this.plan, tiles };
    if (state !== undefined) {
      void this.play();
    } else if (ended) {
      void this.rest();
    }
    this.draw();
    if (others && state !== undefined && this.plan.layout === 'custom') {
      this.ask();
    }
  }

  private async play(): Promise<void> {
    const { http, wish } = this;
    if (http === undefined || this.player !== undefined) {
      return;
    }
    const gone = (): void => void this.rest();
    const listener = { onConnected: () => {}, onUnsteady: () => {}, onGone: gone };
    const player = new Player(new WhepClient(http, location.origin), listener, wish.transport);
    this.player = player;
    try {
      await player.start(wish.room, this.state?.streamId);
      this.video.srcObject = player.media;
    } catch (error) {
      await this.rest();
      this.tell(error);
    }
  }

  private async rest(): Promise<void> {
    const { player } = this;
    this.player = undefined;
    this.video.srcObject = null;
    await player?.stop().catch(() => {});
  }

  private onForm(): void {
    const fields = new FormData(this.form);
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    const [width = 640, height = 360] = text('canvas').split('x').map(Number);
    const canvas = { width, height };
    const picture = this.form.querySelector<HTMLInputElement>('[name="picture"]');
    this.plan = {
      layout: text('layout') as MixLayout, canvas, crop: text('crop') === 'crop', ground: text('ground'),
      picture: picture?.validity.valid === true ? text('picture') : '', text: text('text'), clock: fields.has('clock'),
      tiles: scaled(this.plan.tiles, this.plan.canvas, canvas),
    };
    this.changed();
  }

  private onTile(tile: Tile): void {
    this.plan = { ...this.plan, tiles: this.plan.tiles.map((one) => (one.streamId === tile.streamId ? tile : one)) };
    this.changed();
  }

  private changed(): void {
    this.draw();
    if (this.state !== undefined) {
      this.ask();
    }
  }

  /** Asks for what the plan says now; what changes meanwhile is asked for next. */
  private ask(): void {
    this.unasked = true;
    this.asking ??= this.askAll().finally(() => {
      this.asking = undefined;
    });
  }

  private async askAll(): Promise<void> {
    while (this.unasked && this.api !== undefined) {
      this.unasked = false;
      try {
        this.take(await this.api.put(documentOf(this.plan), this.state?.sequence));
        this.telling.clear();
      } catch (error) {
        this.tell(error);
        if (error instanceof Problem && error.type === 'stale-mix') {
          this.take(await this.api.state());
        }
      }
      await new Promise((later) => setTimeout(later, ASK_EVERY_MS));
    }
  }

  private async end(): Promise<void> {
    try {
      await this.api?.end();
      this.take(undefined);
    } catch (error) {
      this.tell(error);
    }
  }

  private tell(error: unknown): void {
    if (error instanceof Problem) {
      const who = error.type === 'not-in-room' ? ' Join it as a host in another tab first, by the name that this page has.' : '';
      this.telling.show({ title: error.title, detail: error.detail + who });
    } else {
      this.telling.show({ title: 'The server does not answer', detail: String(error) });
    }
  }

  private draw(): void {
    const { layout, canvas, tiles } = this.plan;
    const mixing = this.state !== undefined;
    if (this.root.dataset['state'] !== 'refused') {
      mark(this.root, 'state', this.api === undefined ? 'loading' : mixing ? 'mixing' : 'idle');
    }
    part(this.root, 'canvas').style.setProperty('--aspect', String(canvas.width / canvas.height));
    part(this.root, 'empty').hidden = mixing;
    part(this.root, 'places').hidden = !mixing || layout !== 'custom';
    part(this.root, 'hint').hidden = !mixing || layout !== 'custom';
    part(this.root, 'start').hidden = mixing;
    part<HTMLButtonElement>(this.root, 'start').disabled = this.api === undefined;
    part(this.root, 'end').hidden = !mixing;
    setText(part(this.root, 'told'), this.state === undefined ? 'No mix' : `Change ${this.state.sequence}`);
    this.board.show(tiles, canvas);
    const names = tiles.map(({ streamId }) => streamId);
    const list = part(this.root, 'streams');
    if (list.dataset['names'] !== names.join(' ')) {
      list.dataset['names'] = names.join(' ');
      list.replaceChildren(...names.map((name) => Object.assign(document.createElement('li'), { textContent: name })));
    }
  }
}
