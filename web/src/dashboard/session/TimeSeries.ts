export interface TimedValue {
  readonly atMs: number;
  readonly value: number;
}

/** What was measured over the last while, oldest first: no more than `capacity` values and nothing older than `spanMs`. */
export class TimeSeries {
  private values: TimedValue[] = [];

  constructor(
    readonly spanMs: number,
    private readonly capacity: number,
  ) {}

  /** Takes a value; one that is no later than the last is known already. */
  push(atMs: number, value: number): void {
    if (atMs > (this.values.at(-1)?.atMs ?? -Infinity)) {
      this.values.push({ atMs, value });
      const from = Math.max(0, this.values.length - this.capacity);
      this.values = this.values.slice(from).filter((one) => one.atMs >= atMs - this.spanMs);
    }
  }

  get all(): readonly TimedValue[] {
    return this.values;
  }

  get latest(): number | undefined {
    return this.values.at(-1)?.value;
  }

  get most(): number {
    return this.values.reduce((most, { value }) => Math.max(most, value), 0);
  }

  /** The value at that time: the last before it. */
  at(timeMs: number): TimedValue | undefined {
    return this.values.findLast(({ atMs }) => atMs <= timeMs) ?? this.values[0];
  }

  /** Split where more than `gapMs` passed without a value. */
  runs(gapMs: number): readonly (readonly TimedValue[])[] {
    const runs: TimedValue[][] = [];
    for (const one of this.values) {
      const last = runs.at(-1)?.at(-1);
      if (last === undefined || one.atMs - last.atMs > gapMs) {
        runs.push([]);
      }
      runs.at(-1)?.push(one);
    }
    return runs;
  }
}

/** The top of a scale: 1, 2 or 5 times a power of ten, at least `floor`. */
export function scaleTop(most: number, floor: number): number {
  const needed = Math.max(most, floor);
  const magnitude = 10 ** Math.floor(Math.log10(needed));
  return [1, 2, 5, 10].map((step) => step * magnitude).find((step) => step >= needed * (1 - 1e-9)) ?? needed;
}
