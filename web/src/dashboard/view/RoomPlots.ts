import { bitrateText, rttText } from '../../stats/format';
import type { RoomHistory, RoomQuantity } from '../session/history';
import { percentText } from '../session/words';
import { Plot, type PlotSpec } from './Plot';

const whole = (value: number | undefined): string => (value === undefined ? '–' : String(Math.round(value)));
export const rate = (value: number | undefined): string =>
  (value === undefined ? '–' : `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}/s`);
export const share = (value: number | undefined): string => (value === undefined ? '–' : percentText(value));

const PLOTS: readonly (PlotSpec & { readonly quantities: readonly RoomQuantity[] })[] = [
  {
    title: 'In trouble', lines: [{ name: 'people', colour: '--bad' }], text: whole, floor: 2, quantities: ['troubled'],
    what: 'Members with a trouble of any kind',
  },
  {
    title: 'Rate', lines: [{ name: 'out', colour: '--c1' }, { name: 'in', colour: '--c2' }], text: bitrateText, floor: 500_000,
    quantities: ['fromServerBps', 'toServerBps'], what: 'What the server sends to all members, and what it gets from them',
  },
  {
    title: 'Loss', lines: [{ name: 'worst', colour: '--c3' }, { name: 'mean', colour: '--c2' }], text: share, floor: 0.05,
    quantities: ['lossWorst', 'lossMean'], what: 'The share of what members receive that did not arrive',
  },
  {
    title: 'Round trip', lines: [{ name: 'worst', colour: '--c4' }, { name: 'median', colour: '--c2' }], text: rttText, floor: 100,
    quantities: ['rttWorstMs', 'rttMedianMs'], what: 'Between the server and its members, by RTCP',
  },
  {
    title: 'Repairs', lines: [{ name: 'repeats', colour: '--c1' }, { name: 'keyframes', colour: '--c3' }], text: rate, floor: 5,
    quantities: ['repeatsPerS', 'keyframesPerS'], what: 'Packets sent again and keyframes needed, in a second',
  },
  {
    title: 'Drops', lines: [{ name: 'faults', colour: '--c3' }], text: rate, floor: 5, quantities: ['faultsPerS'],
    what: 'Packets that went no further although somebody wanted them, in a second',
  },
];

/** The room's figures over time. */
export class RoomPlots {
  private readonly plots = PLOTS.map((spec) => ({ plot: new Plot(spec), quantities: spec.quantities }));

  constructor(place: HTMLElement) {
    place.replaceChildren(...this.plots.map(({ plot }) => plot.element));
  }

  show(history: RoomHistory | undefined, endMs: number): void {
    this.plots.forEach(({ plot, quantities }) => plot.show(quantities.map((quantity) => history?.of(quantity)), endMs));
  }
}
