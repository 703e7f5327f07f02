import { Confirm } from '../../page/Confirm';
import { mark } from '../../page/keyed';
import { button, part, setText } from '../../page/parts';
import { Toasts } from '../../page/Telling';
import type { MemberLine, MemberWish, Role, RoomPage } from '../session/insight';
import type { BoardState } from '../session/Watch';
import { counted, roleText } from '../session/words';
import { DropsTable } from './DropsTable';
import { EventList } from './EventList';
import { MemberPanel } from './MemberPanel';
import { PeopleTable } from './PeopleTable';
import { RoomList } from './RoomList';
import { RoomPlots } from './RoomPlots';
import { StreamsTable } from './StreamsTable';

export interface BoardActs {
  readonly signOut: () => void;
  readonly chooseRoom: (roomId: string) => void;
  readonly chooseMember: (participantId: string | undefined) => void;
  readonly wish: (wish: Partial<MemberWish>) => void;
  readonly kick: (member: MemberLine) => void;
  readonly mute: (userId: string, kind: 'AUDIO' | 'VIDEO') => void;
  readonly role: (userId: string, role: Role) => void;
  readonly endRoom: () => void;
}

const TABS = ['people', 'streams', 'drops', 'events'] as const;
type Tab = (typeof TABS)[number];
/** Figures older than this are told as old. */
const OLD_MS = 3_000;

/** The board: rooms at the left, the chosen one in the middle, the chosen member at the right. */
export class Board {
  private readonly rooms: RoomList;
  private readonly plots: RoomPlots;
  private readonly people: PeopleTable;
  private readonly streams: StreamsTable;
  private readonly drops: DropsTable;
  private readonly events: EventList;
  private readonly member: MemberPanel;
  private readonly confirm: Confirm;
  private readonly toasts: Toasts;
  private readonly tabs = new Map<Tab, HTMLButtonElement>();
  private tab: Tab = 'people';
  private state: BoardState | undefined;
  private drawing = false;

  constructor(private readonly root: HTMLElement, private readonly acts: BoardActs, private readonly nowMs: () => number) {
    const at = <E extends HTMLElement = HTMLElement>(name: string): E => part<E>(root, name);
    this.confirm = new Confirm(root);
    this.toasts = new Toasts(at('toasts'));
    this.rooms = new RoomList(
      { list: at('room-list'), none: at('room-none'), count: at('room-count'), find: at<HTMLInputElement>('room-find') }, acts.chooseRoom);
    this.plots = new RoomPlots(at('plots'));
    this.people = new PeopleTable(at('people'), { onWish: acts.wish, onChoose: acts.chooseMember });
    this.streams = new StreamsTable(at('streams'));
    this.drops = new DropsTable(at('drops'));
    this.events = new EventList(at('events'));
    this.member = new MemberPanel(at('member'), {
      close: () => acts.chooseMember(undefined),
      kick: (member) => this.askKick(member),
      mute: ({ userId }, kind) => acts.mute(userId, kind),
      role: (member, role) => this.askRole(member, role),
    });
    at('sign-out').addEventListener('click', acts.signOut);
    const end = button('End room', () => this.askEnd());
    end.className = 'small danger-quiet';
    at('room-acts').replaceChildren(end);
    this.makeTabs(at('tabs'));
    window.addEventListener('resize', () => this.draw());
  }

  /** What comes in one turn of the screen is drawn once. */
  show(state: BoardState): void {
    this.state = state;
    if (!this.drawing) {
      this.drawing = true;
      requestAnimationFrame(() => {
        this.drawing = false;
        this.draw();
      });
    }
  }

  say(text: string): void {
    this.toasts.say(text);
  }

  private draw(): void {
    const { state } = this;
    if (state === undefined) {
      return;
    }
    const { overview, roomId, page, member, participantId } = state;
    setText(part(this.root, 'app'), overview.appId);
    this.pulse(state);
    this.rooms.show(overview.rooms, overview.left, roomId);
    part(this.root, 'room-body').hidden = page === undefined;
    const empty = part(this.root, 'room-empty');
    empty.hidden = page !== undefined;
    setText(empty, emptyText(state));
    part(this.root, 'member').hidden = page === undefined || participantId === undefined;
    mark(part(this.root, 'board'), 'member', participantId === undefined ? undefined : 'open');
    mark(part(this.root, 'room'), 'room', page?.room.roomId);
    if (page !== undefined) {
      this.room(page, state);
    }
    if (participantId !== undefined) {
      const line = page?.members.find((one) => one.participantId === participantId);
      this.member.show(line, member, state.histories.member(participantId), member?.atMs ?? page?.room.atMs ?? 0);
    }
  }

  private room(page: RoomPage, { wish, participantId, histories, events }: BoardState): void {
    const { room } = page;
    setText(part(this.root, 'room-name'), room.roomId);
    setText(part(this.root, 'room-facts'), facts(page));
    this.plots.show(histories.room(room.sessionId), room.atMs);
    setText(this.tabs.get('people') as HTMLElement, `People ${room.totals.members.toLocaleString('en')}`);
    setText(this.tabs.get('streams') as HTMLElement, `Streams ${page.publications.length}`);
    if (this.tab === 'people') {
      this.people.show(page, wish, participantId);
    } else if (this.tab === 'streams') {
      this.streams.show(page.publications);
    } else if (this.tab === 'drops') {
      this.drops.show(histories.dropsOf(room.sessionId), room.atMs);
    } else {
      this.events.show(events, room.roomId);
    }
  }

  private pulse({ failure, page }: BoardState): void {
    const place = part(this.root, 'pulse');
    const ageMs = page === undefined ? 0 : this.nowMs() - page.room.atMs;
    const old = ageMs > OLD_MS && page !== undefined && page.room.totals.members > 1_000;
    mark(place, 'tone', failure === undefined ? 'fine' : 'bad');
    setText(place, failure ?? (old ? `live, a large room is looked at every ${Math.ceil(page.room.totals.members / 2_000)} s` : 'live'));
  }

  private makeTabs(place: HTMLElement): void {
    for (const tab of TABS) {
      const made = button(`${tab.charAt(0).toUpperCase()}${tab.slice(1)}`, () => this.choose(tab));
      made.setAttribute('role', 'tab');
      made.dataset['tab'] = tab;
      this.tabs.set(tab, made);
      made.addEventListener('keydown', ({ key }) => {
        const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
        if (step !== 0) {
          const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
          this.choose(next);
          this.tabs.get(next)?.focus();
        }
      });
    }
    place.replaceChildren(...this.tabs.values());
    this.choose('people');
  }

  private choose(chosen: Tab): void {
    this.tab = chosen;
    for (const [tab, made] of this.tabs) {
      made.setAttribute('aria-selected', String(tab === chosen));
      made.tabIndex = tab === chosen ? 0 : -1;
      part(this.root, tab).hidden = tab !== chosen;
    }
    this.draw();
  }

  private askKick(member: MemberLine): void {
    this.confirm.ask(`Kick ${member.userId}?`, 'It leaves the room at once. Whoever has a token may come back: a ban keeps out.', 'Kick',
      () => this.acts.kick(member));
  }

  private askRole({ userId }: MemberLine, role: Role): void {
    const loses = role === 'AUDIENCE' || role === 'OBSERVER';
    this.confirm.ask(`Make ${userId} ${roleText(role)}?`,
      loses ? 'What it publishes ends for everybody. It stays in the room.' : 'It may publish from then on.', `Make ${roleText(role)}`,
      () => this.acts.role(userId, role));
  }

  private askEnd(): void {
    const page = this.state?.page;
    if (page !== undefined) {
      const leaving = `${counted(page.room.totals.members, 'person leaves', 'people leave')} at once.`;
      this.confirm.ask(`End ${page.room.roomId}?`, leaving, 'End room', () => this.acts.endRoom());
    }
  }
}

function facts({ room, publications }: RoomPage): string {
  const kind = room.media === null ? 'meeting' : `live, ${room.media.toLowerCase()}`;
  const words = [kind, counted(room.totals.members, 'person', 'people'), counted(publications.length, 'stream', 'streams'), room.sessionId];
  if (room.mode === 'LIVE') {
    words.splice(2, 0, `${counted(room.hosts, 'host', 'hosts')}`);
  }
  return words.join(' · ');
}

function emptyText({ roomId, overview }: BoardState): string {
  if (roomId !== undefined) {
    return overview.rooms.some((room) => room.roomId === roomId) ? 'Looking…' : `“${roomId}” is not open any more`;
  }
  return overview.rooms.length === 0 ? 'No room is open' : 'Choose a room';
}
