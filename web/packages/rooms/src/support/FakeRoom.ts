import type { Room } from 'livekit-client';

type Listener = (...told: unknown[]) => void;

/** As much of livekit-client's room as is listened to, in the hands of a test. */
export class FakeRoom {
  name = 'r';
  state = 'disconnected';
  readonly localParticipant = { identity: 'ann' };
  readonly remoteParticipants = new Map<string, { readonly identity: string }>();
  private readonly listeners = new Map<string, Set<Listener>>();

  on(event: string, listener: Listener): this {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
    return this;
  }

  off(event: string, listener: Listener): this {
    this.listeners.get(event)?.delete(listener);
    return this;
  }

  emit(event: string, ...told: unknown[]): void {
    this.listeners.get(event)?.forEach((listener) => listener(...told));
  }

  connect(): void {
    this.state = 'connected';
    this.emit('connected');
  }

  comes(identity: string): void {
    this.remoteParticipants.set(identity, { identity });
    this.emit('participantConnected');
  }

  /** A packet as the server sends it. */
  packet(news: object, { from, topic = 'ringcast', encryption = 0, identity = '' }: Partial<Sender> = {}): void {
    const bytes = new TextEncoder().encode(typeof news === 'string' ? news : JSON.stringify(news));
    this.emit('dataReceived', bytes, from, 0, topic, encryption, identity);
  }

  get listenerCount(): number {
    return [...this.listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  asRoom(): Room {
    return this as unknown as Room;
  }
}

interface Sender {
  readonly from: object;
  readonly topic: string;
  readonly encryption: number;
  readonly identity: string;
}
