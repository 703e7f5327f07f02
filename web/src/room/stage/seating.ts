/** One who may take a seat, as far as the order of seats goes. */
export interface Seatable {
  readonly key: string;
  readonly isLocal: boolean;
  readonly isScreen: boolean;
  readonly speaking: boolean;
  /** When this one was last heard speaking; 0: never. */
  readonly spokeAtMs: number;
}

/**
 * The order of seats: everybody keeps theirs, who comes sits down last. One who speaks and sits beyond the first page changes
 * places with whoever on it has been silent longest, oneself left out.
 */
export function seatOrder(before: readonly string[], present: readonly Seatable[], firstPage: number): string[] {
  const byKey = new Map(present.map((one) => [one.key, one]));
  const kept = before.filter((key) => byKey.has(key));
  const order = [...kept, ...present.map(({ key }) => key).filter((key) => !kept.includes(key))];
  for (const speaker of present.filter(({ speaking, key }) => speaking && order.indexOf(key) >= firstPage)) {
    const giver = longestSilent(order.slice(0, firstPage).map((key) => byKey.get(key)!));
    if (giver !== undefined) {
      const from = order.indexOf(speaker.key);
      const to = order.indexOf(giver.key);
      order[from] = giver.key;
      order[to] = speaker.key;
    }
  }
  return order;
}

function longestSilent(seated: readonly Seatable[]): Seatable | undefined {
  return seated
    .filter(({ isLocal, speaking }) => !isLocal && !speaking)
    .reduce<Seatable | undefined>((silent, one) => (silent === undefined || one.spokeAtMs < silent.spokeAtMs ? one : silent), undefined);
}

/** Whose picture is shown large: the pinned one, else the newest screen of somebody else, else nobody's. */
export function focusOf(present: readonly Seatable[], pinned: string | undefined): string | undefined {
  if (pinned !== undefined && present.some(({ key }) => key === pinned)) {
    return pinned;
  }
  return present.findLast(({ isScreen, isLocal }) => isScreen && !isLocal)?.key;
}
