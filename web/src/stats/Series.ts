/** The last values of one quantity, oldest first; when full the oldest is forgotten. A gap is undefined. */
export class Series {
  private readonly values: (number | undefined)[] = [];

  constructor(readonly capacity: number) {}

  push(value: number | undefined): void {
    this.values.push(value);
    if (this.values.length > this.capacity) {
      this.values.shift();
    }
  }

  clear(): void {
    this.values.length = 0;
  }

  get latest(): number | undefined {
    return this.values.at(-1);
  }

  /** The top of a scale that holds all values: 1, 2 or 5 times a power of ten, and never below `floor`. */
  ceiling(floor: number): number {
    const most = this.values.reduce<number>((top, value) => Math.max(top, value ?? 0), floor);
    const magnitude = 10 ** Math.floor(Math.log10(most));
    return [1, 2, 5, 10].map((step) => step * magnitude).find((step) => step >= most * (1 - 1e-9)) ?? most;
  }

  /** Points in a unit square, newest at x = 1, split into unbroken lines where a value is missing. */
  lines(floor: number): readonly (readonly Point[])[] {
    const top = this.ceiling(floor);
    const first = this.capacity - this.values.length;
    const lines: Point[][] = [[]];
    this.values.forEach((value, index) => {
      if (value === undefined) {
        lines.push([]);
      } else {
        lines.at(-1)?.push({ x: (first + index) / Math.max(1, this.capacity - 1), y: value / top });
      }
    });
    return lines.filter((line) => line.length > 0);
  }
}

export interface Point {
  readonly x: number;
  readonly y: number;
}
