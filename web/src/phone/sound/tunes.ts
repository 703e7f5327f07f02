/** One tone of a tune. */
export interface Tone {
  readonly hertz: readonly number[];
  readonly atMs: number;
  readonly lengthMs: number;
}

/** Tones that begin anew with every cycle; `once` ends with the first. */
export interface Tune {
  readonly tones: readonly Tone[];
  readonly cycleMs: number;
  readonly loudness: number;
  readonly once?: boolean;
}

export type TuneName = 'ring' | 'ringback' | 'knock' | 'busy' | 'end';

const RING = [659.3, 830.6, 987.8, 830.6, 659.3, 987.8] as const;

export const TUNES: Readonly<Record<TuneName, Tune>> = {
  /** Somebody calls. */
  ring: {
    tones: RING.map((hertz, index) => ({ hertz: [hertz, hertz * 2], atMs: index * 170, lengthMs: 260 })),
    cycleMs: 2_600,
    loudness: 0.16,
  },
  /** It rings there: Europe's ringing tone. */
  ringback: { tones: [{ hertz: [425], atMs: 0, lengthMs: 1_000 }], cycleMs: 5_000, loudness: 0.06 },
  /** Somebody calls while one is in a call. */
  knock: { tones: [0, 260].map((atMs) => ({ hertz: [425], atMs, lengthMs: 160 })), cycleMs: 3_500, loudness: 0.06 },
  busy: { tones: [0, 500, 1_000].map((atMs) => ({ hertz: [425], atMs, lengthMs: 250 })), cycleMs: 1_500, loudness: 0.06, once: true },
  end: {
    tones: [520, 390].map((hertz, index) => ({ hertz: [hertz], atMs: index * 180, lengthMs: 160 })),
    cycleMs: 400,
    loudness: 0.05,
    once: true,
  },
};
