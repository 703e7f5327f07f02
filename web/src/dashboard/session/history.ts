import { isFault } from './drops';
import type { MemberLine, RoomLine, Totals } from './insight';
import { TimeSeries } from './TimeSeries';

const SPAN_MS = 5 * 60_000;
const SAMPLES_MAX = 400;
/** A dashboard that is open for days forgets rooms that ended, the oldest first. */
const KEPT_MAX = 200;

const ROOM_QUANTITIES = {
  toServerBps: ({ toServerBps }: Totals) => toServerBps,
  fromServerBps: ({ fromServerBps }: Totals) => fromServerBps,
  lossMean: ({ lossMean }: Totals) => lossMean,
  lossWorst: ({ lossWorst }: Totals) => lossWorst,
  rttMedianMs: ({ rttMedianMs }: Totals) => rttMedianMs,
  rttWorstMs: ({ rttWorstMs }: Totals) => rttWorstMs,
  repeatsPerS: ({ repeatsPerS }: Totals) => repeatsPerS,
  keyframesPerS: ({ keyframesPerS }: Totals) => keyframesPerS,
  faultsPerS: ({ drops }: Totals) => sum(Object.entries(drops).filter(([reason]) => isFault(reason)).map(([, rate]) => rate)),
  troubled: ({ troubled }: Totals) => troubled,
  members: ({ members }: Totals) => members,
};

const MEMBER_QUANTITIES = {
  receivesBps: ({ receivesBps }: MemberLine) => receivesBps,
  sendsBps: ({ sendsBps }: MemberLine) => sendsBps,
  lossReceiving: ({ lossReceiving }: MemberLine) => lossReceiving,
  lossSending: ({ lossSending }: MemberLine) => lossSending,
  rttMs: ({ rttMs }: MemberLine) => rttMs,
};

export type RoomQuantity = keyof typeof ROOM_QUANTITIES;
export type MemberQuantity = keyof typeof MEMBER_QUANTITIES;

/** Each quantity of one room, or of one member, over the last minutes. A negative value is one that is not known. */
export class History<Q extends string, F> {
  private readonly series: Readonly<Record<Q, TimeSeries>>;

  constructor(private readonly quantities: Readonly<Record<Q, (figures: F) => number>>) {
    this.series = mapped(quantities, () => new TimeSeries(SPAN_MS, SAMPLES_MAX));
  }

  push(atMs: number, figures: F): void {
    for (const quantity of Object.keys(this.series) as Q[]) {
      const value = this.quantities[quantity](figures);
      if (value >= 0) {
        this.series[quantity].push(atMs, value);
      }
    }
  }

  of(quantity: Q): TimeSeries {
    return this.series[quantity];
  }
}

export type RoomHistory = History<RoomQuantity, Totals>;
export type MemberHistory = History<MemberQuantity, MemberLine>;

/** The histories of the rooms and members that were looked at. */
export class Histories {
  private readonly rooms = new Map<string, RoomHistory>();
  private readonly members = new Map<string, MemberHistory>();
  private readonly drops = new Map<string, Map<string, TimeSeries>>();

  takeRoom({ sessionId, atMs, totals }: RoomLine): void {
    kept(this.rooms, sessionId, () => new History(ROOM_QUANTITIES)).push(atMs, totals);
    const reasons = kept(this.drops, sessionId, () => new Map<string, TimeSeries>());
    for (const reason of new Set([...reasons.keys(), ...Object.keys(totals.drops)])) {
      kept(reasons, reason, () => new TimeSeries(SPAN_MS, SAMPLES_MAX)).push(atMs, totals.drops[reason] ?? 0);
    }
  }

  takeMember(atMs: number, line: MemberLine): void {
    kept(this.members, line.participantId, () => new History(MEMBER_QUANTITIES)).push(atMs, line);
  }

  room(sessionId: string): RoomHistory | undefined {
    return this.rooms.get(sessionId);
  }

  member(participantId: string): MemberHistory | undefined {
    return this.members.get(participantId);
  }

  /** Packets a second that went no further, by reason. */
  dropsOf(sessionId: string): ReadonlyMap<string, TimeSeries> {
    return this.drops.get(sessionId) ?? new Map();
  }
}

function kept<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make();
  map.delete(key);
  map.set(key, known);
  const [oldest] = map.keys();
  if (map.size > KEPT_MAX && oldest !== undefined) {
    map.delete(oldest);
  }
  return known;
}

function mapped<Q extends string, A, B>(record: Readonly<Record<Q, A>>, of: (value: A) => B): Record<Q, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, of(value)])) as Record<Q, B>;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
