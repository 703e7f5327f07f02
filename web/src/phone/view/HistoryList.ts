import type { CallRecord } from '@ringcast/call';
import { avatar } from '../../page/avatar';
import type { Confirm } from '../../page/Confirm';
import { element, face } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { part, setText } from '../../page/parts';
import type { History } from '../session/PhoneState';
import { namesText, outcomeText, recordKind, whenText } from '../session/words';
import type { PhoneActs } from './acts';
import { act } from './ContactList';

const KINDS = { in: 'Came in', out: 'Went out', missed: 'Missed' } as const;

/** Calls that are over, newest first; each can be called again or deleted. */
export class HistoryList {
  private readonly list: KeyedList<CallRecord>;

  constructor(private readonly root: HTMLElement, private readonly acts: PhoneActs, confirm: Confirm) {
    this.list = new KeyedList(part(root, 'history-list'), ({ callId }) => callId, (record) => this.row(record));
    const missed = part<HTMLInputElement>(root, 'history-missed');
    missed.addEventListener('change', () => acts.showHistory(missed.checked));
    part(root, 'history-more').addEventListener('click', () => acts.moreHistory());
    part(root, 'history-clear').addEventListener('click', () => confirm.ask(
      'Delete your whole history?', 'It is deleted for you alone; the others keep theirs.', 'Delete all', () => acts.deleteHistory()));
  }

  show({ records, onlyMissed, hasMore, state }: History): void {
    this.list.show(records);
    part(this.root, 'history').dataset['state'] = state;
    part(this.root, 'history-more').hidden = !hasMore;
    part<HTMLButtonElement>(this.root, 'history-clear').disabled = records.length === 0;
    const none = part(this.root, 'history-none');
    none.hidden = records.length > 0 || state === 'reading';
    setText(none, state === 'failed' ? 'The history cannot be read now.' : onlyMissed ? 'You missed no call.' : 'No calls yet.');
  }

  private row(record: CallRecord): Row<CallRecord> {
    const { callId, userIds, media } = record;
    const kind = recordKind(record);
    const direction = element('span', 'record-kind');
    face(direction, kind, KINDS[kind]);
    direction.setAttribute('role', 'img');
    const when = element('span', 'record-when');
    const names = namesText(userIds);
    const outcome = element('span', 'record-outcome', outcomeText(record));
    const row = element('li', 'line',
      element('div', 'line-face', avatar(userIds[0] ?? '?')),
      element('div', 'line-words', element('strong', '', names), element('span', 'record-facts', direction, outcome, when)),
      element('div', 'line-acts',
        act('trash', `Delete this call with ${names}`, 'forget', () => this.acts.deleteRecord(callId)),
        act(media === 'VIDEO' ? 'camera' : 'phone', `Call ${names} again`, 'call', () => this.acts.dial(userIds, media))));
    Object.assign(row.dataset, { callId, kind, end: record.end ?? '', talkedMs: String(record.talkedMs), users: userIds.join(','), media });
    return {
      element: row,
      update: ({ endedAtMs }) => {
        setText(when, whenText(endedAtMs, this.acts.serverNowMs()));
        mark(row, 'missed', String(kind === 'missed'));
      },
    };
  }
}
