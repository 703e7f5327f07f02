const SAMPLES_MAX = 8;

interface Sample {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/**
 * What time the server has, reckoned from answers that carry its time: of the last eight exchanges the one with the shortest round trip
 * counts, since its two ways can differ least.
 */
export class ServerClock {
  private readonly samples: Sample[] = [];

  /** A request left at `sentMs` and its answer, given out at `serverMs`, came at `cameMs`; the first and the last by the local clock. */
  exchanged(sentMs: number, serverMs: number, cameMs: number): void {
    const roundTripMs = Math.max(0, cameMs - sentMs);
    this.samples.push({ roundTripMs, offsetMs: serverMs - (sentMs + roundTripMs / 2) });
    this.samples.splice(0, this.samples.length - SAMPLES_MAX);
  }

  /** The local clock may have been set or another server answers: what was measured before says nothing now. */
  forget(): void {
    this.samples.length = 0;
  }

  get measured(): boolean {
    return this.samples.length > 0;
  }

  /** The server's time when the local clock shows `localMs`; the local one before anything was measured. */
  at(localMs: number): number {
    return localMs + this.offsetMs;
  }

  get offsetMs(): number {
    const best = this.samples.reduce<Sample | undefined>(
      (least, sample) => (least === undefined || sample.roundTripMs <= least.roundTripMs ? sample : least), undefined);
    return best?.offsetMs ?? 0;
  }
}
