import { element } from '../../page/dom';
import { setText } from '../../page/parts';
import { scaleTop, type TimeSeries } from '../session/TimeSeries';
import { sinceText } from '../session/words';

export interface PlotLine {
  readonly name: string;
  /** The custom property that holds its colour. */
  readonly colour: string;
}

export interface PlotSpec {
  readonly title: string;
  readonly lines: readonly PlotLine[];
  readonly text: (value: number | undefined) => string;
  /** The top of the scale is never below this, so that noise near zero stays near zero. */
  readonly floor: number;
  readonly what?: string;
}

/** Looks that fail or come late leave a gap only when they do so for this long. */
const GAP_MS = 12_000;
/** A curve that has just begun is not pressed into the edge. */
const SPAN_LEAST_MS = 60_000;
const SPAN_MOST_MS = 5 * 60_000;
const LINE_PX = 1.5;

/** A quantity's last minutes as curves, with its values now, or where the pointer is. */
export class Plot {
  readonly element: HTMLElement;
  private readonly values: readonly HTMLElement[];
  private readonly top = element('span', 'plot-top');
  private readonly span = element('span', 'plot-span');
  private readonly canvas = document.createElement('canvas');
  private series: readonly (TimeSeries | undefined)[] = [];
  private endMs = 0;
  private spanMs = SPAN_LEAST_MS;
  private pointerX: number | undefined;

  constructor(private readonly spec: PlotSpec) {
    this.values = spec.lines.map(() => element('output', ''));
    const legend = spec.lines.map(({ name, colour }, index) => {
      const key = element('i', '');
      key.style.background = `var(${colour})`;
      return element('span', 'plot-value', key, element('b', '', name), this.values[index] ?? '');
    });
    this.canvas.setAttribute('aria-hidden', 'true');
    this.element = element('figure', 'plot',
      element('figcaption', '', element('h3', '', spec.title), element('div', 'plot-values', ...legend)),
      element('div', 'plot-area', this.canvas, this.top, this.span));
    if (spec.what !== undefined) {
      this.element.title = spec.what;
    }
    this.canvas.addEventListener('pointermove', ({ offsetX }) => this.point(offsetX));
    this.canvas.addEventListener('pointerleave', () => this.point(undefined));
  }

  show(series: readonly (TimeSeries | undefined)[], endMs: number): void {
    this.series = series;
    this.endMs = endMs;
    const beganMs = Math.min(endMs, ...series.map((one) => one?.all[0]?.atMs ?? endMs));
    this.spanMs = Math.min(SPAN_MOST_MS, Math.max(SPAN_LEAST_MS, endMs - beganMs));
    this.draw();
  }

  private point(x: number | undefined): void {
    this.pointerX = x;
    this.draw();
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const top = scaleTop(Math.max(0, ...this.series.map((one) => one?.most ?? 0)), this.spec.floor);
    const pointedMs = this.pointerX === undefined || width === 0 ? undefined : this.endMs - this.spanMs * (1 - this.pointerX / width);
    this.values.forEach((value, index) => {
      const one = this.series[index];
      setText(value, this.spec.text(pointedMs === undefined ? one?.latest : one?.at(pointedMs)?.value));
    });
    setText(this.top, this.spec.text(top));
    setText(this.span, pointedMs === undefined ? sinceText(this.spanMs) : `${sinceText(this.endMs - pointedMs)} ago`);
    const context = this.canvas.getContext('2d');
    if (context === null || width === 0) {
      return;
    }
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    this.grid(context, width, height);
    const x = (atMs: number): number => width * (1 - (this.endMs - atMs) / this.spanMs);
    const y = (value: number): number => height - LINE_PX - (value / top) * (height - 2 * LINE_PX);
    this.series.forEach((one, index) => this.line(context, one, index, x, y, height));
    if (this.pointerX !== undefined) {
      context.fillStyle = this.colour('--muted');
      context.fillRect(Math.round(this.pointerX), 0, 1, height);
    }
  }

  private grid(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.fillStyle = this.colour('--line');
    context.globalAlpha = 0.7;
    for (const share of [0, 0.5, 1]) {
      context.fillRect(0, Math.min(height - 1, Math.round(share * height)), width, 1);
    }
    context.globalAlpha = 1;
  }

  private line(
    context: CanvasRenderingContext2D, series: TimeSeries | undefined, index: number, x: (atMs: number) => number,
    y: (value: number) => number, height: number,
  ): void {
    const colour = this.colour(this.spec.lines[index]?.colour ?? '--accent');
    context.lineWidth = LINE_PX;
    context.lineJoin = 'round';
    context.strokeStyle = colour;
    context.fillStyle = colour;
    for (const run of series?.runs(GAP_MS) ?? []) {
      context.beginPath();
      run.forEach(({ atMs, value }, at) => (at === 0 ? context.moveTo(x(atMs), y(value)) : context.lineTo(x(atMs), y(value))));
      if (run.length === 1) {
        context.lineTo(x(run[0]?.atMs ?? 0) + LINE_PX, y(run[0]?.value ?? 0));
      }
      context.stroke();
      if (index === 0) {
        context.globalAlpha = 0.1;
        context.lineTo(x(run.at(-1)?.atMs ?? 0), height);
        context.lineTo(x(run[0]?.atMs ?? 0), height);
        context.fill();
        context.globalAlpha = 1;
      }
    }
  }

  private colour(property: string): string {
    return getComputedStyle(this.element).getPropertyValue(property);
  }
}
