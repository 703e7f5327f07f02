/** A WebSocket, as far as the channel needs one. */
export interface Socket {
  send(frame: string): void;
  close(): void;
  onopen: ((opened: Event) => void) | null;
  onmessage: ((message: MessageEvent) => void) | null;
  onclose: ((close: CloseEvent) => void) | null;
}

/** Where the client meets the world: clock, chance, timers, sockets, and word of the network coming back. */
export interface Edge {
  /** Never goes back; its zero is anywhere. */
  nowMs(): number;
  random(): number;
  /** @returns what stops the timer */
  after(delayMs: number, act: () => void): () => void;
  openSocket(url: string): Socket;
  /** @returns what ends the watch */
  onHurry(act: () => void): () => void;
}

const TIMER_MS_MAX = 2 ** 31 - 1;

export const browserEdge: Edge = {
  nowMs: () => performance.now(),
  random: () => Math.random(),
  after: (delayMs, act) => {
    const timer = setTimeout(act, Math.min(delayMs, TIMER_MS_MAX));
    return () => clearTimeout(timer);
  },
  openSocket: (url) => new WebSocket(url),
  onHurry: (act) => {
    if (typeof window === 'undefined') {
      return () => undefined;
    }
    const shown = (): void => (document.visibilityState === 'visible' ? act() : undefined);
    window.addEventListener('online', act);
    document.addEventListener('visibilitychange', shown);
    return () => {
      window.removeEventListener('online', act);
      document.removeEventListener('visibilitychange', shown);
    };
  },
};
