import type { Participant, Person, Video } from '@ringcast/call';
import { takesPart } from '@ringcast/call';
import { avatar } from '../../page/avatar';
import { element, icon } from '../../page/dom';
import { gridPlaces } from '../../page/gridLayout';
import { KeyedList, mark, type Row } from '../../page/keyed';
import type { OwnCall } from '../session/PhoneState';
import { participantText } from '../session/words';

const GAP_PX = 10;

interface Seat {
  readonly userId: string;
  readonly isMe: boolean;
  readonly person: Person | undefined;
  readonly note: string;
}

/** Who is in the call: between two the other one large and oneself small, among several a grid. */
export class Pictures {
  private readonly list: KeyedList<Seat>;
  private seats: readonly Seat[] = [];
  private together = false;

  constructor(private readonly place: HTMLElement) {
    this.list = new KeyedList(place, ({ userId }) => userId, (seat) => tile(seat));
    new ResizeObserver(() => this.lay()).observe(place);
  }

  show(userId: string, own: OwnCall | undefined): void {
    this.seats = own === undefined ? [] : seatsOf(userId, own);
    this.together = own !== undefined && (own.view.type === 'MULTI' || this.seats.length > 2);
    this.place.dataset['layout'] = this.together ? 'grid' : 'pair';
    this.list.show(this.seats);
    this.lay();
  }

  private lay(): void {
    const { clientWidth: width, clientHeight: height } = this.place;
    const places = this.together ? gridPlaces({ width, height }, this.seats.length, GAP_PX) : [];
    this.seats.forEach(({ userId }, index) => {
      const { style } = this.place.querySelector<HTMLElement>(`[data-user="${CSS.escape(userId)}"]`)!;
      const at = places[index];
      style.cssText = at === undefined ? '' : `left:${at.left}px;top:${at.top}px;width:${at.width}px;height:${at.height}px`;
    });
  }
}

const WAITING: ReadonlySet<string> = new Set(['INVITED', 'RINGING', 'BUSYLINE_WAIT', 'BUSYLINE_RINGING']);

/** It rings there. */
export function isWaiting({ state }: Pick<Participant, 'state'>): boolean {
  return WAITING.has(state);
}

function seatsOf(userId: string, { view, me, people }: OwnCall): readonly Seat[] {
  const others = view.others.filter((other) => view.type === 'SINGLE' || takesPart(other) || isWaiting(other))
    .map((other) => otherSeat(other, people.find((person) => person.userId === other.userId)));
  return [...others, { userId, isMe: true, person: me, note: '' }];
}

function otherSeat(other: Participant, person: Person | undefined): Seat {
  return { userId: other.userId, isMe: false, person, note: person === undefined ? participantText(other) : '' };
}

function tile({ userId, isMe }: Seat): Row<Seat> {
  const video = element('video', '');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  const muted = icon('mic-off');
  const name = element('span', 'seat-name', isMe ? 'You' : userId);
  const note = element('span', 'seat-note');
  const made = element('div', 'seat', avatar(userId), video, element('p', 'seat-foot', muted, name, note));
  made.dataset['user'] = userId;
  made.dataset['me'] = String(isMe);
  let shown: Video | undefined;
  return {
    element: made,
    update: ({ person, note: words }) => {
      if (person?.video !== shown) {
        shown?.detach(video);
        shown = person?.video;
        shown?.attach(video);
      }
      mark(made, 'video', String(shown !== undefined));
      mark(made, 'there', String(person !== undefined));
      mark(made, 'microphone', String(person?.microphone ?? false));
      mark(made, 'speaking', String(person?.speaking ?? false));
      muted.style.display = person !== undefined && !person.microphone ? '' : 'none';
      if (note.textContent !== words) {
        note.textContent = words;
      }
    },
  };
}
