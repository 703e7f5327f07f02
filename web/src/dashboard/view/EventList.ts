import { element } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { setText } from '../../page/parts';
import type { LoggedEvent } from '../session/insight';
import { eventText } from '../session/words';

const SHOWN_MAX = 200;

/** What happens, newest first: in the chosen room, or in all of the app. */
export class EventList {
  private readonly rows: KeyedList<LoggedEvent>;
  private readonly nothing = element('p', 'nothing', 'Nothing has happened since this page was opened');
  private readonly everywhere = document.createElement('input');
  private events: readonly LoggedEvent[] = [];
  private roomId: string | undefined;

  constructor(place: HTMLElement) {
    const list = element('ol', 'event-list');
    this.rows = new KeyedList(list, ({ id }) => id, row);
    this.everywhere.type = 'checkbox';
    this.everywhere.addEventListener('change', () => this.draw());
    place.replaceChildren(
      element('div', 'table-tools', element('label', 'check', this.everywhere, 'All rooms of the app')), list, this.nothing);
  }

  show(events: readonly LoggedEvent[], roomId: string | undefined): void {
    this.events = events;
    this.roomId = roomId;
    this.draw();
  }

  private draw(): void {
    const shown = this.events.filter(({ roomId }) => this.everywhere.checked || roomId === this.roomId).slice(0, SHOWN_MAX);
    this.rows.show(shown);
    this.nothing.hidden = shown.length > 0;
  }
}

function row({ id, type, timeMs, roomId }: LoggedEvent): Row<LoggedEvent> {
  const time = element('time', '', new Date(timeMs).toLocaleTimeString('en-GB'));
  const words = element('span', 'event-words');
  const line = element('li', '', time, words, element('span', 'event-room', roomId));
  line.title = `${type} ${id}`;
  mark(line, 'type', type);
  return { element: line, update: (event) => setText(words, eventText(event)) };
}
