import { Series } from './Series';

/** How one quantity is named, read and scaled. */
export interface GraphScale {
  readonly label: string;
  readonly text: (value: number | undefined) => string;
  /** The graph's top is never below this, so that noise near zero stays near zero. */
  readonly floor: number;
  readonly colour: string;
}

const SHOWN_SAMPLES = 60;
const LINE_WIDTH_PX = 1.75;

/** A card with a quantity's name, its current value and its last minute as a curve. */
export class LiveGraph {
  readonly element = document.createElement('div');
  private readonly value = document.createElement('output');
  private readonly top = document.createElement('span');
  private readonly canvas = document.createElement('canvas');
  private readonly series = new Series(SHOWN_SAMPLES);

  constructor(private readonly scale: GraphScale) {
    const label = document.createElement('span');
    label.textContent = scale.label;
    label.className = 'graph-label';
    this.value.className = 'graph-value';
    this.value.setAttribute('aria-live', 'off');
    this.value.setAttribute('aria-label', scale.label);
    this.top.className = 'graph-top';
    this.top.setAttribute('aria-hidden', 'true');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.element.className = 'graph';
    this.element.append(label, this.value, this.top, this.canvas);
    this.show();
  }

  push(value: number | undefined): void {
    this.series.push(value);
    this.show();
  }

  clear(): void {
    this.series.clear();
    this.show();
  }

  private show(): void {
    this.value.textContent = this.scale.text(this.series.latest);
    this.top.textContent = this.scale.text(this.series.ceiling(this.scale.floor));
    this.draw();
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = window.devicePixelRatio;
    const context = this.canvas.getContext('2d');
    if (context === null || width === 0) {
      return;
    }
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    context.lineWidth = LINE_WIDTH_PX;
    context.lineJoin = 'round';
    context.strokeStyle = this.scale.colour;
    context.fillStyle = this.scale.colour;
    const usable = height - 2 * LINE_WIDTH_PX;
    for (const line of this.series.lines(this.scale.floor)) {
      const points = line.map(({ x, y }) => ({ x: x * width, y: height - LINE_WIDTH_PX - y * usable }));
      context.globalAlpha = 1;
      trace(context, points);
      context.stroke();
      context.globalAlpha = 0.12;
      context.lineTo(points.at(-1)?.x ?? 0, height);
      context.lineTo(points[0]?.x ?? 0, height);
      context.fill();
    }
  }
}

function trace(context: CanvasRenderingContext2D, points: readonly { x: number; y: number }[]): void {
  context.beginPath();
  points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}
