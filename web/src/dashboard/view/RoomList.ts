import { element } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { setText } from '../../page/parts';
import { bitrateText } from '../../stats/format';
import type { RoomLine } from '../session/insight';
import { counted, tone } from '../session/words';

export interface RoomListParts {
  readonly list: HTMLElement;
  readonly none: HTMLElement;
  readonly count: HTMLElement;
  readonly find: HTMLInputElement;
}

/** The app's rooms, those with the worst trouble first. */
export class RoomList {
  private readonly list: KeyedList<RoomLine>;
  private rooms: readonly RoomLine[] = [];
  private left = 0;
  private chosen: string | undefined;

  constructor(private readonly parts: RoomListParts, private readonly onChoose: (roomId: string) => void) {
    this.list = new KeyedList(parts.list, ({ roomId }) => roomId, (room) => this.row(room));
    parts.find.addEventListener('input', () => this.draw());
  }

  show(rooms: readonly RoomLine[], left: number, chosen: string | undefined): void {
    this.rooms = rooms;
    this.left = left;
    this.chosen = chosen;
    this.draw();
  }

  private draw(): void {
    const wanted = this.parts.find.value.trim().toLowerCase();
    const found = this.rooms.filter(({ roomId }) => roomId.toLowerCase().includes(wanted)).sort(byTrouble);
    this.list.show(found);
    setText(this.parts.count, String(this.rooms.length + this.left));
    this.parts.none.hidden = found.length > 0 && this.left === 0;
    setText(this.parts.none, this.nothing(found.length, wanted));
  }

  private nothing(found: number, wanted: string): string {
    if (this.left > 0) {
      return `${counted(this.left, 'more room is', 'more rooms are')} not shown`;
    }
    return found === 0 && wanted !== '' ? 'No room of this name' : 'No room is open. One opens when somebody joins it.';
  }

  private row(room: RoomLine): Row<RoomLine> {
    const name = element('span', 'rail-name');
    const facts = element('span', 'rail-facts');
    const badge = element('span', 'badge');
    const press = element('button', 'rail-room', element('span', 'rail-text', name, facts), badge);
    press.type = 'button';
    press.addEventListener('click', () => this.onChoose(room.roomId));
    const update = (now: RoomLine): void => {
      setText(name, now.roomId);
      setText(facts, `${counted(now.totals.members, 'person', 'people')} · ${bitrateText(now.totals.fromServerBps)}`);
      setText(badge, now.totals.troubled > 0 ? String(now.totals.troubled) : '');
      badge.title = now.totals.troubled > 0 ? `${now.totals.troubled} in trouble` : '';
      mark(badge, 'tone', tone(now.totals.worst));
      mark(press, 'room', now.roomId);
      press.setAttribute('aria-current', String(now.roomId === this.chosen));
    };
    return { element: element('li', '', press), update };
  }
}

function byTrouble(one: RoomLine, other: RoomLine): number {
  return other.totals.worst - one.totals.worst || other.totals.members - one.totals.members || one.roomId.localeCompare(other.roomId);
}
