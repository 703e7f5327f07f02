import { element, icon } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { button, setText } from '../../page/parts';
import { bitrateText, rttText } from '../../stats/format';
import type { MemberLine, MemberWish, RoomPage, Sort } from '../session/insight';
import { MEMBERS_SHOWN } from '../session/OperatorApi';
import { layersText, lossTone, percentText, reasonText, roleText, rttTone, tone } from '../session/words';

export interface PeopleListener {
  readonly onWish: (wish: Partial<MemberWish>) => void;
  readonly onChoose: (participantId: string) => void;
}

interface Column {
  readonly name: string;
  readonly title: string;
  readonly sort: Sort | undefined;
  readonly text: (line: MemberLine) => string;
  readonly tone?: (line: MemberLine) => string;
}

const dash = (known: boolean, text: string): string => (known ? text : '–');

const FIGURES: readonly Column[] = [
  { name: 'Loss in', title: 'Of what it receives, the share that did not arrive', sort: 'loss',
    text: ({ lossReceiving, receivesBps }) => dash(receivesBps > 0, percentText(lossReceiving)),
      tone: ({ lossReceiving }) => lossTone(lossReceiving) },
  { name: 'Loss out', title: 'Of what it sends, the share that did not arrive, after repair', sort: 'loss',
    text: ({ lossSending, sendsBps }) => dash(sendsBps > 0, percentText(lossSending)), tone: ({ lossSending }) => lossTone(lossSending) },
  { name: 'RTT', title: 'Round trip between it and the server', sort: 'rtt',
    text: ({ rttMs }) => rttText(rttMs < 0 ? undefined : rttMs), tone: ({ rttMs }) => rttTone(rttMs) },
  { name: 'Repeats', title: 'Of what it was sent, the share that it asked for again', sort: 'repeats',
    text: ({ repeats, receivesBps }) => dash(receivesBps > 0, percentText(repeats)),
      tone: ({ repeats }) => (repeats >= 0.03 ? 'warn' : 'fine') },
  { name: 'Streams', title: 'What it receives, and how many videos come smaller than asked for', sort: 'below',
    text: layersText, tone: ({ below }) => (below > 0 ? 'warn' : 'fine') },
  { name: 'Receives', title: 'Bits a second to it', sort: 'rate',
    text: ({ receivesBps }) => dash(receivesBps > 0, bitrateText(receivesBps)) },
  { name: 'Sends', title: 'Bits a second from it', sort: 'rate', text: ({ sendsBps }) => dash(sendsBps > 0, bitrateText(sendsBps)) },
];

/** A room's members, by trouble or by a figure: each with its trouble in words. */
export class PeopleTable {
  private readonly rows: KeyedList<MemberLine>;
  private readonly body = element('tbody', '');
  private readonly heads = new Map<HTMLElement, Sort>();
  private readonly find = document.createElement('input');
  private readonly found = element('span', 'amount');
  private readonly nothing = element('p', 'nothing');
  private readonly back = this.turn('left', 'The page before', -1);
  private readonly on = this.turn('right', 'The next page', 1);
  private offset = 0;
  private chosen: string | undefined;

  constructor(place: HTMLElement, private readonly listener: PeopleListener) {
    this.rows = new KeyedList(this.body, ({ participantId }) => participantId, (line) => this.row(line));
    this.find.type = 'search';
    this.find.placeholder = 'Find a user';
    this.find.setAttribute('aria-label', 'Find a user');
    this.find.addEventListener('input', () => listener.onWish({ find: this.find.value.trim() }));
    const head = element('tr', '',
      this.head('Who', 'By name', 'name', 'who'), this.head('Trouble', 'The worst first', 'trouble', 'trouble'),
      ...FIGURES.map(({ name, title, sort }) => this.head(name, title, sort, 'figure')));
    place.replaceChildren(
      element('div', 'table-tools', element('label', 'search', icon('search'), this.find),
        element('div', 'pager', this.found, this.back, this.on)),
      element('div', 'table-frame', element('table', 'people', element('thead', '', head), this.body)), this.nothing);
  }

  show({ members, found }: RoomPage, { sort, offset, find }: MemberWish, chosen: string | undefined): void {
    this.offset = offset;
    this.chosen = chosen;
    if (document.activeElement !== this.find && this.find.value.trim() !== find) {
      this.find.value = find;
    }
    for (const [head, by] of this.heads) {
      head.setAttribute('aria-sort', by === sort ? 'descending' : 'none');
    }
    this.rows.show(members);
    const last = Math.min(found, offset + MEMBERS_SHOWN);
    setText(this.found, found === 0 ? '' : found <= MEMBERS_SHOWN ? `${found}` : `${offset + 1}–${last} of ${found.toLocaleString('en')}`);
    this.back.hidden = this.on.hidden = found <= MEMBERS_SHOWN;
    this.back.disabled = offset === 0;
    this.on.disabled = last >= found;
    this.nothing.hidden = found > 0;
    setText(this.nothing, find === '' ? 'Nobody is here yet' : `Nobody’s name has “${find}” in it`);
  }

  private head(name: string, title: string, sort: Sort | undefined, className: string): HTMLElement {
    const cell = element('th', className, name);
    cell.title = title;
    cell.scope = 'col';
    if (sort !== undefined) {
      const press = button(name, () => this.listener.onWish({ sort }));
      cell.replaceChildren(press);
      this.heads.set(cell, sort);
    }
    return cell;
  }

  private turn(iconName: string, label: string, pages: number): HTMLButtonElement {
    const made = button('', () => this.listener.onWish({ offset: Math.max(0, this.offset + pages * MEMBERS_SHOWN) }));
    made.className = 'quiet turn';
    made.setAttribute('aria-label', label);
    made.append(icon(iconName));
    return made;
  }

  private row({ participantId }: MemberLine): Row<MemberLine> {
    const name = button('', () => this.listener.onChoose(participantId));
    name.className = 'link';
    const role = element('span', 'role');
    const score = element('span', 'score');
    const words = element('span', 'words');
    const more = element('span', 'more-words');
    const figures = FIGURES.map(({ name: label }) => {
      const cell = element('td', 'figure');
      cell.dataset['label'] = label;
      return cell;
    });
    const row = element('tr', '', element('td', 'who', name, role),
      element('td', 'trouble', element('div', 'trouble-cell', score, element('div', '', words, more))), ...figures);
    row.addEventListener('click', ({ target }) => (target === name ? undefined : this.listener.onChoose(participantId)));
    const update = (line: MemberLine): void => {
      setText(name, line.userId);
      setText(role, line.visible ? roleText(line.role) : `${roleText(line.role)}, hidden`);
      mark(row, 'user', line.userId);
      mark(row, 'tone', tone(line.trouble));
      mark(row, 'trouble', String(line.trouble));
      mark(row, 'chosen', String(participantId === this.chosen));
      setText(score, line.trouble > 0 ? String(line.trouble) : '');
      const [first, ...others] = line.reasons;
      setText(words, first === undefined ? 'fine' : reasonText(first));
      setText(more, others.map(reasonText).join(' · '));
      figures.forEach((cell, index) => {
        setText(cell, FIGURES[index]?.text(line) ?? '');
        mark(cell, 'tone', FIGURES[index]?.tone?.(line) ?? 'fine');
      });
    };
    return { element: row, update };
  }
}
