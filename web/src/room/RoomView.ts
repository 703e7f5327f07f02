import { otherSide, ownSide } from '@ringcast/rooms';
import { element } from '../page/dom';
import { button, part, setText } from '../page/parts';
import { Telling, Toasts } from '../page/Telling';
import { CipherDialog } from './controls/CipherDialog';
import { ControlBar } from './controls/ControlBar';
import { PeopleList } from './controls/PeopleList';
import { ReactionBar } from './controls/ReactionBar';
import { SettingsDialog } from './controls/SettingsDialog';
import { LivePanel } from './live/LivePanel';
import { reactionPicture } from './reactionPicture';
import type { RoomFailure } from './session/explainRoom';
import type { Reaction } from './session/reactionSigns';
import type { Devices, RoomSession } from './session/RoomSession';
import { type Link, type LiveView, pictureKey, type RoomState } from './session/RoomState';
import type { Line } from './session/talkState';
import { Stage } from './stage/Stage';
import { passingWords, TalkPanel } from './talk/TalkPanel';

export interface RoomViewListener {
  onLeave(): void;
  onPassphrase(passphrase: string | undefined): void;
  onDevice(kind: MediaDeviceKind, id: string): void;
  devices(): Devices;
  /** A link that brings somebody else here. */
  inviteLink(): string;
}

const LINKS: Readonly<Record<Link, string>> = {
  steady: '',
  resuming: 'The connection is unsteady: holding on…',
  returning: 'The connection was lost: coming back…',
};

/** The page of one who is in a room: pictures, controls, people, and what there is to tell. */
export class RoomView {
  private readonly stage: Stage;
  private readonly controls: ControlBar;
  private readonly people: PeopleList;
  private readonly talk: TalkPanel;
  private readonly reactions: ReactionBar;
  private readonly cipher: CipherDialog;
  private readonly settings: SettingsDialog;
  private readonly live: LivePanel;
  private readonly notice: Telling;
  private readonly toasts: Toasts;
  private session: RoomSession | undefined;
  private toldBanner = '';

  constructor(
    private readonly root: HTMLElement,
    page: HTMLElement,
    private readonly listener: RoomViewListener,
  ) {
    this.notice = new Telling(part(root, 'room-notice'));
    this.toasts = new Toasts(part(root, 'toasts'));
    this.stage = new Stage(part(root, 'stage'), part(page, 'tile-menu'), {
      onChoice: (key, choice) => this.session?.choose(key, choice),
      figures: async (key) => this.session?.figures(key),
    });
    this.live = new LivePanel(root, page, (act) => this.attempt((session) => session.onStage(act)));
    this.people = new PeopleList(root, {
      onOpen: () => this.talk.toggle(false),
      onToggle: (open) => this.live.listOpen(open),
      onSendBack: (userId) => void this.attempt((session) => session.onStage((live) => live.sendBack(userId))),
    });
    this.talk = new TalkPanel(root, {
      onSay: (text) => void this.attempt((session) => session.say(text)),
      onFile: (file) => void this.attempt((session) => session.sendFile(file)),
      onOpen: () => this.people.toggle(false),
    });
    this.reactions = new ReactionBar(root, page, (reaction) => void this.attempt((session) => session.react(reaction)));
    this.controls = new ControlBar(root, {
      onMicrophone: (on) => void this.attempt((session) => session.setMicrophone(on)),
      onCamera: (on) => void this.attempt((session) => session.setCamera(on)),
      onScreen: (on) => void this.attempt((session) => session.setScreen(on)),
      onPeople: () => this.people.toggle(),
      onTalk: () => this.talk.toggle(),
      onLeave: () => listener.onLeave(),
    });
    this.cipher = new CipherDialog(root, page, listener);
    this.settings = new SettingsDialog(root, page, () => listener.devices(), {
      onDevice: (kind, id) => {
        listener.onDevice(kind, id);
        void this.attempt((session) => session.useDevice(kind, id));
      },
      onFigures: (onAll) => this.stage.showFigures(onAll),
    });
    part(root, 'invite-button').addEventListener('click', () => void this.invite());
  }

  open(session: RoomSession, room: string): void {
    this.session = session;
    setText(part(this.root, 'room-name'), room);
    this.root.hidden = false;
    this.notice.clear();
    part(this.root, 'stage').focus();
  }

  close(): void {
    this.session = undefined;
    this.root.hidden = true;
    this.toldBanner = '';
    this.people.toggle(false);
    this.talk.clear();
    this.reactions.close();
    this.settings.close();
    this.cipher.close();
    this.live.close();
    this.stage.clear();
    this.toasts.clear();
  }

  show(state: RoomState): void {
    this.stage.show(state.pictures, linkedPictures(state));
    this.controls.show(state.me, state.live?.me.role === 'AUDIENCE');
    this.people.show(state.people, state.live);
    this.live.show(state);
    this.talk.show(state.talk, state.me.mayTalk);
    this.reactions.show(state.me.mayTalk);
    this.cipher.show(state.encrypted);
    this.root.dataset['link'] = state.link;
    this.root.dataset['people'] = String(state.people.length);
    this.showBanner(state);
  }

  trouble(failure: RoomFailure): void {
    this.notice.show(failure);
  }

  said(line: Line): void {
    this.talk.said();
    if (!this.talk.isOpen) {
      this.say(passingWords(line));
    }
  }

  react(identity: string, reaction: Reaction): void {
    this.stage.react(identity, reactionPicture(reaction));
  }

  say(text: string): void {
    this.toasts.say(text);
  }

  /** The most pressing of what goes on, or nothing; drawn when it changes, so that it is read out once. */
  private showBanner({ link, soundBlocked, me, people, live }: RoomState): void {
    const kind = link !== 'steady' ? link : soundBlocked ? 'sound' : me.screen ? 'screen' : companyOf(me.mayPublish, people.length, live);
    if (kind === this.toldBanner) {
      return;
    }
    this.toldBanner = kind;
    const banner = part(this.root, 'banner');
    banner.hidden = kind === '';
    banner.dataset['kind'] = kind;
    banner.replaceChildren(...this.bannerOf(kind));
  }

  private bannerOf(kind: string): (Node | string)[] {
    switch (kind) {
      case 'sound':
        return ['Your browser keeps the sound off until you ask for it.',
          button('Turn sound on', () => void this.attempt((session) => session.startSound()))];
      case 'screen':
        return ['Everybody here sees your screen.', button('Stop sharing', () => void this.attempt((session) => session.setScreen(false)))];
      case 'audience':
        return ['You can watch and listen here. Your token does not let you send anything.'];
      case 'no-host':
        return ['Nobody is on the stage yet.'];
      case 'alone':
        return ['You are the only one here.', button('Copy invite link', () => void this.invite())];
      case '':
        return [];
      default:
        return [element('span', 'spinner'), LINKS[kind as Link]];
    }
  }

  private async invite(): Promise<void> {
    const link = this.listener.inviteLink();
    try {
      await navigator.clipboard.writeText(link);
      this.say(part(this.root, 'cipher-button').dataset['on'] === 'true' ? 'Link copied. Tell the passphrase another way.' : 'Link copied');
    } catch {
      this.notice.show({ title: 'Send this link', detail: link });
    }
  }

  private async attempt<T>(act: (session: RoomSession) => Promise<T>): Promise<T | undefined> {
    const { session } = this;
    if (session === undefined) {
      return undefined;
    }
    try {
      return await act(session);
    } catch (error) {
      if (session === this.session) {
        this.trouble(error as RoomFailure);
      }
      return undefined;
    }
  }
}

/** What there is to say about who is here, or who is not. */
function companyOf(mayPublish: boolean, people: number, live: LiveView | undefined): 'audience' | 'no-host' | 'alone' | '' {
  if (live?.mode === 'LIVE') {
    return live.hosts.length === 0 ? 'no-host' : live.count === 1 ? 'alone' : '';
  }
  return !mayPublish ? 'audience' : people === 1 ? 'alone' : '';
}

/** The cameras of hosts in PK, this room's first. */
function linkedPictures({ live }: RoomState): readonly string[] {
  const joined = live?.links.filter((link) => ownSide(link).joined) ?? [];
  return [...new Set([...joined.map(ownSide), ...joined.map(otherSide)].map(({ userId }) => pictureKey(userId, false)))];
}
