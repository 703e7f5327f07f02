const FIRST_MS = 500;
/** The server keeps a device's place for 30 s: a few attempts must fall within. */
const LONGEST_MS = 8_000;

/** How long to wait before the next attempt: doubling, at random between a half and the whole, so that many clients do not come at once. */
export class Backoff {
  private attempts = 0;

  constructor(private readonly random: () => number) {}

  nextMs(leastMs = 0): number {
    const wholeMs = Math.max(leastMs, Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempts));
    this.attempts++;
    return wholeMs / 2 + this.random() * (wholeMs / 2);
  }

  reset(): void {
    this.attempts = 0;
  }
}
