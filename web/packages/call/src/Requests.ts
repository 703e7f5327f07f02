import { CallRefused, RequestLost, type RequestLoss } from './failures.js';
import { type Answer, type Ask, FRAME_BYTES_MAX, type Refusal } from './protocol.js';

export const REQUESTS_MAX = 64;
/** The server's grace of 30 s and a few attempts more: whoever waits longer for a dial has long pressed something else. */
export const REQUEST_LIMIT_MS = 45_000;

/** What may be done twice without harm, so that a server which began anew can be asked again. */
const HARMLESS: ReadonlySet<Ask['do']> = new Set<Ask['do']>([
  'ping', 'call.list', 'call.ringing', 'records.list', 'presence.get', 'presence.watch', 'habits.get', 'habits.set', 'push.register',
]);

interface Waiting {
  readonly ask: Ask;
  readonly frame: string;
  readonly untilMs: number;
  sent: boolean;
  readonly answered: (answer: Answer) => void;
  readonly failed: (why: Error) => void;
}

/** The requests that wait for their answers, in the order in which they were asked; each keeps its id over reconnections. */
export class Requests {
  private readonly waiting = new Map<string, Waiting>();
  private next = 1;

  /** @param prefix of all ids, so that those of a page opened anew are new */
  constructor(private readonly prefix: string) {}

  /** @param send absent while there is no connection */
  ask(ask: Ask, nowMs: number, send?: (frame: string) => void): Promise<Answer> {
    const id = `${this.prefix}${this.next++}`;
    const frame = JSON.stringify({ id, ...ask });
    if (new TextEncoder().encode(frame).length > FRAME_BYTES_MAX) {
      return Promise.reject(new RequestLost('TOO_LARGE', ask.do));
    }
    if (this.waiting.size >= REQUESTS_MAX) {
      return Promise.reject(new RequestLost('TOO_MANY_WAITING', ask.do));
    }
    return new Promise((answered, failed) => {
      this.waiting.set(id, { ask, frame, untilMs: nowMs + REQUEST_LIMIT_MS, sent: send !== undefined, answered, failed });
      send?.(frame);
    });
  }

  /** Whether somebody waited for it: a second answer to the same request says nothing new. */
  settle(reply: Answer | Refusal): boolean {
    const waiting = this.waiting.get(reply.re);
    if (waiting === undefined) {
      return false;
    }
    this.waiting.delete(reply.re);
    if ('code' in reply) {
      waiting.failed(new CallRefused(reply));
    } else {
      waiting.answered(reply);
    }
    return true;
  }

  /** Sends again what was not answered, by the same ids: what was done already is answered, not done again. */
  sendAll(send: (frame: string) => void): void {
    for (const waiting of this.waiting.values()) {
      waiting.sent = true;
      send(waiting.frame);
    }
  }

  /** The server knows the ids of before no more: what it may have done must not be asked again. */
  startOver(): void {
    this.drop('UNKNOWN_OUTCOME', ({ sent, ask }) => sent && !HARMLESS.has(ask.do));
  }

  /** One of them was a frame that the server cannot read; to send it again would end the next connection too. */
  dropSent(): void {
    this.drop('UNKNOWN_OUTCOME', ({ sent }) => sent);
  }

  dropAll(): void {
    this.drop('CLOSED', () => true);
  }

  onDeadline(nowMs: number): void {
    this.drop('TIMED_OUT', ({ untilMs }) => untilMs <= nowMs);
  }

  get nextDeadlineMs(): number {
    return Math.min(...[...this.waiting.values()].map(({ untilMs }) => untilMs));
  }

  get size(): number {
    return this.waiting.size;
  }

  private drop(why: RequestLoss, which: (waiting: Waiting) => boolean): void {
    for (const [id, waiting] of this.waiting) {
      if (which(waiting)) {
        this.waiting.delete(id);
        waiting.failed(new RequestLost(why, waiting.ask.do));
      }
    }
  }
}
