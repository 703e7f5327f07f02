import { element } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { setText } from '../../page/parts';
import { dropWords, isFault } from '../session/drops';
import type { TimeSeries } from '../session/TimeSeries';
import { Plot } from './Plot';
import { rate } from './RoomPlots';

interface Line {
  readonly reason: string;
  readonly series: TimeSeries;
  readonly endMs: number;
}

/** Packets that went no further, by reason and over time: faults first, then what was left out by choice. */
export class DropsTable {
  private readonly rows: KeyedList<Line>;
  private readonly nothing = element('p', 'nothing', 'Every packet reached whom it was for');

  constructor(place: HTMLElement) {
    const list = element('ul', 'drops');
    this.rows = new KeyedList(list, ({ reason }) => reason, ({ reason }) => row(reason));
    place.replaceChildren(list, this.nothing);
  }

  show(drops: ReadonlyMap<string, TimeSeries>, endMs: number): void {
    const lines = [...drops].filter(([, series]) => series.most > 0).map(([reason, series]) => ({ reason, series, endMs }));
    lines.sort((one, other) => Number(isFault(other.reason)) - Number(isFault(one.reason)) || one.reason.localeCompare(other.reason));
    this.rows.show(lines);
    this.nothing.hidden = lines.length > 0;
  }
}

function row(reason: string): Row<Line> {
  const now = element('span', 'drop-rate');
  const fault = isFault(reason);
  const plot = new Plot({
    title: reason.toLowerCase().replaceAll('_', ' '), lines: [{ name: '', colour: fault ? '--c3' : '--c2' }], text: rate, floor: 5,
  });
  const line = element('li', '', element('div', 'drop-text',
    element('span', 'drop-kind', fault ? 'fault' : 'by choice'), element('span', 'drop-words', dropWords(reason)), now), plot.element);
  mark(line, 'fault', String(fault));
  mark(line, 'reason', reason);
  return {
    element: line,
    update: ({ series, endMs }) => {
      plot.show([series], endMs);
      setText(now, `at most ${rate(series.most)} in 5 min`);
    },
  };
}
