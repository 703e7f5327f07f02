import '../page/base.css';
import './style/rail.css';
import './style/plots.css';
import './style/frame.css';
import './style/tables.css';
import './style/member.css';
import { part } from '../page/parts';
import { browserFetch } from '../protocol/Http';
import markup from './dashboard.html?raw';
import { explainSignIn, unfitPlace } from './explainSignIn';
import type { Overview } from './session/insight';
import { KeyPair } from './session/KeyPair';
import { OperatorApi } from './session/OperatorApi';
import { Watch } from './session/Watch';
import { counted, failureText, roleText } from './session/words';
import { Board } from './view/Board';
import { SignIn } from './view/SignIn';

/** @param room the room to begin with */
export function openDashboard(room: string | undefined): void {
  document.title = 'Dashboard · Ringcast';
  document.body.innerHTML = `<div id="dashboard">${markup}</div>`;
  new DashboardPage(document.body.firstElementChild as HTMLElement, room).open();
}

/** The operators' page. Its `data-state`: signed-out → signed-in, by a key pair that the server takes; back by hand or by its refusal. */
class DashboardPage {
  private readonly signIn: SignIn;
  private readonly board: Board;
  private api: OperatorApi | undefined;
  private watch: Watch | undefined;

  constructor(private readonly root: HTMLElement, private room: string | undefined) {
    this.signIn = new SignIn(part(root, 'sign-in'), (key, secret) => void this.enter(key, secret));
    this.board = new Board(root, {
      signOut: () => this.leave(),
      chooseRoom: (roomId) => this.choose(roomId),
      chooseMember: (participantId) => this.watch?.chooseMember(participantId),
      wish: (wish) => this.watch?.wishFor(wish),
      kick: ({ userId, participantId }) => this.act(`${userId} is out`, (api, roomId) => api.kick(roomId, participantId)),
      mute: (userId, kind) => this.act(undefined, async (api, roomId) => {
        const muted = await api.mute(roomId, userId, kind);
        this.board.say(muted === 0 ? `${userId} sends nothing of this kind` : `${counted(muted, 'track', 'tracks')} of ${userId} muted`);
      }),
      role: (userId, role) => this.act(`${userId} is ${roleText(role)} now`, (api, roomId) => api.changeRole(roomId, userId, role)),
      endRoom: () => this.act('The room has ended', (api, roomId) => api.endRoom(roomId)),
    }, Date.now);
  }

  open(): void {
    this.root.dataset['state'] = 'signed-out';
    this.signIn.open(unfitPlace(globalThis.crypto));
  }

  private async enter(key: string, secret: string): Promise<void> {
    this.signIn.busy(true);
    try {
      const pair = await KeyPair.of(key, secret, crypto.subtle);
      const api = new OperatorApi(browserFetch, location.origin, pair, Date.now);
      this.begin(api, await api.overview());
    } catch (error) {
      this.signIn.open(unfitPlace(globalThis.crypto) ?? explainSignIn(error, key));
    }
  }

  private begin(api: OperatorApi, overview: Overview): void {
    this.api = api;
    this.signIn.close();
    part(this.root, 'board').hidden = false;
    this.root.dataset['state'] = 'signed-in';
    this.watch = new Watch(api, overview, {
      onState: (state) => this.board.show(state),
      onRefused: (problem) => {
        this.leave();
        this.signIn.open({ title: 'The server does not take this key any more', detail: problem.detail });
      },
    });
    this.room ??= worstRoom(overview);
    this.watch.start(this.room);
  }

  private choose(roomId: string): void {
    this.room = roomId;
    const here = new URL(location.href);
    here.searchParams.set('room', roomId);
    history.replaceState(null, '', here);
    this.watch?.chooseRoom(roomId);
  }

  private leave(): void {
    this.watch?.stop();
    this.watch = undefined;
    this.api = undefined;
    part(this.root, 'board').hidden = true;
    this.root.dataset['state'] = 'signed-out';
    this.signIn.open();
  }

  /** @param done what to say when it is done */
  private act(done: string | undefined, what: (api: OperatorApi, roomId: string) => Promise<void>): void {
    const { api, room } = this;
    if (api === undefined || room === undefined) {
      return;
    }
    what(api, room).then(
      () => (done === undefined ? undefined : this.board.say(done)),
      (error: unknown) => this.board.say(failureText(error)));
  }
}

function worstRoom({ rooms }: Overview): string | undefined {
  return [...rooms].sort((one, other) => other.totals.worst - one.totals.worst || other.totals.members - one.totals.members)[0]?.roomId;
}
