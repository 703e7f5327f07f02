/** Where the room meets the world: requests and timers. */
export interface Edge {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** @returns what stops the timer */
  after(delayMs: number, act: () => void): () => void;
}

export const browserEdge: Edge = {
  fetch: (url, init) => fetch(url, init),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};
