/** Tells typed events; a listener that throws is reported and keeps nothing from the others. */
export class Emitter<Events extends { [K in keyof Events]: unknown[] }> {
  private readonly listeners: { [K in keyof Events]?: Set<(...told: Events[K]) => void> } = {};

  /** @returns what takes the listener away again */
  on<K extends keyof Events>(event: K, listener: (...told: Events[K]) => void): () => void {
    const listeners = this.listeners[event] ?? new Set();
    this.listeners[event] = listeners.add(listener);
    return () => listeners.delete(listener);
  }

  protected tell<K extends keyof Events>(event: K, ...told: Events[K]): void {
    for (const listener of [...this.listeners[event] ?? []]) {
      try {
        listener(...told);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
