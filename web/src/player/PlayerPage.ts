import '../page/base.css';
import './player.css';
import { definePlayer, type PlayerView, type Protocol, type RingcastPlayer } from '@ringcast/player';
import { element } from '../page/dom';
import { button, setText } from '../page/parts';
import { DemoTokens } from '../protocol/DemoTokens';
import { browserFetch, Http } from '../protocol/Http';
import { Problem } from '../protocol/Problem';

const AGAIN_AFTER_MS = 3_000;
const TITLES: Record<Protocol, string> = { whep: 'WHEP', flv: 'HTTP-FLV', hls: 'Low-latency HLS' };

/** What the room query says of a live stream. */
interface LiveUrls {
  readonly flv: string;
  readonly hls: string;
}

/** A link to the page: `/player?room=demo`, with `code` of a `--lan` server or `#token=` of somebody who may watch. */
export function openPlayerPage(address: URL): void {
  document.title = 'Player · Ringcast';
  definePlayer();
  void new PlayerPage(address).open();
}

/** A room's live stream by each protocol side by side, with how far behind each is. */
class PlayerPage {
  private readonly room: string;
  private readonly code: string | undefined;
  private readonly given: string | undefined;
  private readonly notice = element('p', 'notice');

  constructor(address: URL) {
    this.room = address.searchParams.get('room') || 'demo';
    this.code = address.searchParams.get('code') || undefined;
    this.given = new URLSearchParams(address.hash.slice(1)).get('token') || undefined;
  }

  async open(): Promise<void> {
    const title = element('h1', '', `Live from room ${this.room}`);
    const tiles = element('div', 'players');
    this.tell('');
    document.body.replaceChildren(element('main', 'player-page', title, this.notice, tiles));
    const token = this.given ?? (await this.demoToken());
    const urls = token === undefined ? undefined : await this.whenLive(token);
    if (token !== undefined && urls !== undefined) {
      const room = encodeURIComponent(this.room);
      tiles.replaceChildren(tile('whep', `/whep/${room}`, token), tile('flv', here(urls.flv)), tile('hls', here(urls.hls)));
    }
  }

  private async demoToken(): Promise<string | undefined> {
    const tokens = new DemoTokens(new Http(browserFetch), location.origin, this.code);
    try {
      return await tokens.token({ room: this.room, user: `player-${crypto.getRandomValues(new Uint32Array(1))[0]}`, role: 'audience' });
    } catch (error) {
      this.tell(wordsOf(error));
      return undefined;
    }
  }

  /** Asks until somebody is in the room. */
  private async whenLive(token: string): Promise<LiveUrls | undefined> {
    const http = new Http(browserFetch, token);
    for (;;) {
      try {
        const answer = await http.send(`${location.origin}/v1/rooms/${encodeURIComponent(this.room)}`);
        const { live } = (await answer.json()) as { live: LiveUrls | null };
        if (live !== null) {
          this.tell('');
          return live;
        }
      } catch (error) {
        this.tell(wordsOf(error));
      }
      await new Promise((resume) => setTimeout(resume, AGAIN_AFTER_MS));
    }
  }

  private tell(words: string): void {
    setText(this.notice, words);
    this.notice.hidden = words === '';
  }
}

/** The same by this page's own address, whatever the server's public one is. */
function here(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem) {
    return error.detail || error.title;
  }
  return error instanceof Error ? error.message : String(error);
}

function tile(protocol: Protocol, src: string, token?: string): HTMLElement {
  const player = document.createElement('ringcast-player') as RingcastPlayer;
  player.setAttribute('protocol', protocol);
  player.setAttribute('src', src);
  if (token !== undefined) {
    player.setAttribute('token', token);
  }
  player.setAttribute('muted', '');
  const readout = element('output', 'behind', '');
  const sound = button('Sound on', () => {
    const off = player.toggleAttribute('muted');
    setText(sound, off ? 'Sound on' : 'Sound off');
  });
  const why = element('p', 'why', '');
  const made = element('section', 'player', element('header', '', element('h2', '', TITLES[protocol]), readout), player, why, sound);
  made.dataset['protocol'] = protocol;
  player.addEventListener('change', (event) => {
    const view = (event as CustomEvent<PlayerView>).detail;
    made.dataset['state'] = view.state;
    made.dataset['behind'] = view.behind === undefined ? '' : view.behind.toFixed(2);
    setText(readout, told(view));
    if (view.state !== 'idle') {
      // What failed is tried again and again: the words stay until it plays.
      setText(why, view.state === 'playing' ? '' : view.why || why.textContent || '');
    }
  });
  return made;
}

function told(view: PlayerView): string {
  return view.behind === undefined ? view.state : `${Math.round(view.behind * 1_000)} ms behind`;
}
