import '../page/base.css';
import './style/lobby.css';
import './style/frame.css';
import './style/stage.css';
import './style/panels.css';
import './style/talk.css';
import './style/live.css';
import './style/windows.css';
import { type LiveRole, type Mode, type PageWish, pageLink } from '../page/PageAddress';
import { part } from '../page/parts';
import { DemoTokens } from '../protocol/DemoTokens';
import { browserFetch, Http } from '../protocol/Http';
import { namesIn } from '../protocol/RoomPeople';
import { Lobby, type LobbyWish } from './lobby/Lobby';
import { keepPreferences, readPreferences } from './preferences';
import markup from './room.html?raw';
import { RoomView } from './RoomView';
import { type Departure, explainDeparture, explainRoom, NameTaken } from './session/explainRoom';
import type { RoomSession, SessionListener } from './session/RoomSession';

/** livekit-client is many times the size of all the rest, so it comes while the lobby is already there. */
const client = () => import('./session/client');

export function openRoomPage(wish: PageWish): void {
  document.body.innerHTML = `<div id="room-page">${markup}</div>`;
  new RoomPage(document.body.firstElementChild as HTMLElement, wish).open();
}

/**
 * The room's page. Its `data-state`:
 * lobby → joining (token, signal, media) → joined → lobby, by leaving or with the reason why the stay ended; joining → lobby, with what
 * failed; joined → joining, when the encryption is switched.
 */
type PageState = 'lobby' | 'joining' | 'joined';

class RoomPage {
  private readonly lobby: Lobby;
  private readonly view: RoomView;
  private readonly demoTokens: DemoTokens;
  private session: RoomSession | undefined;
  private stay: LobbyWish | undefined;
  /** Grows with every join and leave, so that what an abandoned one still awaits changes nothing. */
  private attempt = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly wish: PageWish,
  ) {
    this.demoTokens = new DemoTokens(new Http(browserFetch), location.origin, wish.code);
    this.lobby = new Lobby(part(root, 'lobby'), wish, readPreferences(localStorage), (choice) => void this.join(choice),
      (room, name, role) => this.showAddress(room, name, role));
    this.view = new RoomView(part(root, 'room'), root, {
      onLeave: () => void this.leave(),
      onPassphrase: (passphrase) => void this.encryptWith(passphrase),
      onDevice: (kind, id) => this.keep({ devices: { ...this.stay?.devices, [kind]: id } }),
      devices: () => this.stay?.devices ?? {},
      inviteLink: () => this.link(this.stay?.room ?? wish.room, undefined, 'room', this.stay?.role === undefined ? undefined : 'audience'),
    });
  }

  open(): void {
    this.enter('lobby');
    this.lobby.open();
    void client();
  }

  /** @param instead even if somebody of this name is there, who then has to go */
  private async join(wish: LobbyWish, instead = false): Promise<void> {
    const attempt = ++this.attempt;
    this.enter('joining');
    this.lobby.wait();
    this.stay = wish;
    this.keep(wish);
    try {
      const { RoomSession, Encryption } = await client();
      const token = wish.token ?? await this.demoToken(wish, instead);
      const encryption = wish.passphrase === undefined ? undefined : await Encryption.with(wish.passphrase);
      this.session = await RoomSession.join({ ...wish, token, origin: location.origin }, encryption, this.listener(attempt));
      this.lobby.close();
      this.view.open(this.session, wish.room);
      this.enter('joined');
    } catch (error) {
      this.enter('lobby');
      const again = error instanceof NameTaken ? [{ text: 'Join in their place', act: () => void this.join(wish, true) }] : [];
      this.lobby.open(explainRoom(error, location.origin), again);
    }
  }

  private async demoToken({ room, name, role }: LobbyWish, instead: boolean): Promise<string> {
    const token = await this.demoTokens.token(
      role === undefined ? { room, user: name, role: 'host' } : { room, user: name, role, mode: 'live' });
    if (!instead && (await namesIn(new Http(browserFetch, token), location.origin, room)).includes(name)) {
      throw new NameTaken(name, room);
    }
    return token;
  }

  private async leave(): Promise<void> {
    this.attempt++;
    const { session } = this;
    this.session = undefined;
    this.view.close();
    this.enter('lobby');
    this.lobby.open();
    await session?.leave();
  }

  /** Another passphrase takes effect at once; turning encryption on or off takes a new stay, since every frame's way changes. */
  private async encryptWith(passphrase: string | undefined): Promise<void> {
    const { session, stay } = this;
    if (session === undefined || stay === undefined) {
      return;
    }
    if (passphrase !== undefined && stay.passphrase !== undefined) {
      this.stay = { ...stay, passphrase };
      await session.setPassphrase(passphrase);
      this.view.say('Passphrase changed');
      return;
    }
    const { microphone, camera } = session.sending;
    this.attempt++;
    this.session = undefined;
    this.view.close();
    await session.leave();
    await this.join({ ...stay, passphrase, microphone, camera }, true);
  }

  private listener(attempt: number): SessionListener {
    const ifCurrent = (act: () => void): void => (attempt === this.attempt ? act() : undefined);
    return {
      onState: (state) => ifCurrent(() => this.view.show(state)),
      onTrouble: (failure) => ifCurrent(() => this.view.trouble(failure)),
      onArrival: (name) => ifCurrent(() => this.view.say(`${name} joined`)),
      onDeparture: (name) => ifCurrent(() => this.view.say(`${name} left`)),
      onTidings: (text) => ifCurrent(() => this.view.say(text)),
      onSaid: (line) => ifCurrent(() => this.view.said(line)),
      onReaction: (identity, reaction) => ifCurrent(() => this.view.react(identity, reaction)),
      onEnded: (how) => ifCurrent(() => this.ended(how)),
    };
  }

  private ended(how: Departure): void {
    this.attempt++;
    this.session = undefined;
    this.view.close();
    this.enter('lobby');
    this.lobby.open(explainDeparture(how, this.stay?.name ?? '', this.stay?.room ?? ''));
  }

  private keep(change: Partial<LobbyWish>): void {
    if (this.stay !== undefined) {
      this.stay = { ...this.stay, ...change };
      const { name, microphone, camera, devices } = this.stay;
      keepPreferences(localStorage, { name, microphone, camera, devices });
    }
  }

  private enter(state: PageState): void {
    this.root.dataset['state'] = state;
    const room = this.stay?.room ?? this.wish.room;
    document.title = state === 'joined' ? `${room} · Ringcast` : 'Ringcast';
  }

  /** Keeps the address bar a link that comes back here; a token or a passphrase of the link is taken out of it. */
  private showAddress(room: string, name: string, role: LiveRole | undefined): void {
    history.replaceState(null, '', this.link(room, name || undefined, 'room', role));
    for (const mode of ['publish', 'watch', 'mix'] as const) {
      part<HTMLAnchorElement>(this.root, `${mode}-link`).href = this.link(room, mode === 'watch' ? undefined : name || undefined, mode);
    }
  }

  private link(room: string, user: string | undefined, mode: Mode = 'room', role?: LiveRole): string {
    return pageLink(new URL(location.href), {
      mode, room, user, role, stream: undefined, code: this.wish.code, transport: 'any', media: {},
    });
  }
}
