import type { ServerClock } from './ServerClock.js';

const EVERY_MS = 15_000;
/** The first ones come soon after each other, for the clock. */
const FIRST = 3;
const FIRST_EVERY_MS = 400;
export const PONG_LIMIT_MS = 8_000;

interface Ping {
  readonly id: string;
  readonly sentMs: number;
}

/** Whether one connection still lives, and what time the server has: a ping now and then, one at a time. */
export class Heartbeat {
  private open: Ping | undefined;
  private sent = 0;
  private dueMs: number;

  constructor(private readonly clock: ServerClock, private readonly prefix: string, nowMs: number) {
    this.dueMs = nowMs + FIRST_EVERY_MS;
  }

  hurry(nowMs: number): void {
    this.dueMs = Math.min(this.dueMs, nowMs);
  }

  get nextDeadlineMs(): number {
    return this.open === undefined ? this.dueMs : this.open.sentMs + PONG_LIMIT_MS;
  }

  isDead(nowMs: number): boolean {
    return this.open !== undefined && this.open.sentMs + PONG_LIMIT_MS <= nowMs;
  }

  /** The frame to send, when one is due. */
  due(nowMs: number): string | undefined {
    if (this.open !== undefined || this.dueMs > nowMs) {
      return undefined;
    }
    this.open = { id: `${this.prefix}p${++this.sent}`, sentMs: nowMs };
    return JSON.stringify({ id: this.open.id, do: 'ping' });
  }

  /** Whether it was an answer to a ping. */
  answered(re: string, serverMs: number | undefined, nowMs: number): boolean {
    if (this.open?.id !== re) {
      return false;
    }
    if (serverMs !== undefined) {
      this.clock.exchanged(this.open.sentMs, serverMs, nowMs);
    }
    this.open = undefined;
    this.dueMs = nowMs + (this.sent < FIRST ? FIRST_EVERY_MS : EVERY_MS);
    return true;
  }
}
