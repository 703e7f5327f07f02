import { Backoff } from './Backoff.js';
import { type Closure, RequestLost } from './failures.js';
import { Heartbeat } from './Heartbeat.js';
import {
  type Answer, type Ask, CloseCode, type DeviceClass, type News, type NumberedEvent, type Refusal, type Snapshot, type Welcome,
} from './protocol.js';
import { Requests } from './Requests.js';
import type { ServerClock } from './ServerClock.js';

export type ChannelState = 'idle' | 'asking' | 'opening' | 'greeting' | 'ready' | 'waiting' | 'closed';

/** What the channel does to the world. */
export interface ChannelPort {
  /** Leads to `tokenCame` or `tokenFailed`. */
  askToken(): void;
  /** Leads to `socketOpened`, `socketReceived`, `socketClosed` of the newest socket alone. */
  openSocket(): void;
  send(frame: string): void;
  /** Nothing more is heard of the socket. */
  closeSocket(): void;
}

export interface ChannelListener {
  onState(state: ChannelState): void;
  /** The whole truth, in place of all that was told before. */
  onSnapshot(welcome: Welcome, snapshot: Snapshot): void;
  /** Each once, in the server's order, none left out. */
  onEvent(event: NumberedEvent): void;
  onNews(news: News): void;
  onClosed(why: Closure, detail: string): void;
}

export interface Device {
  readonly id: string;
  readonly class: DeviceClass;
}

const STEP_LIMIT_MS = 12_000;
const SEEN_DELAY_MS = 2_000;
const SEEN_EVENTS_MAX = 32;
const FLOODED_WAIT_MS = 10_000;
const TOKENS_REFUSED_MAX = 3;

const FINAL: Readonly<Record<number, Closure>> = {
  [CloseCode.LOGGED_OUT]: 'LOGGED_OUT',
  [CloseCode.BANNED]: 'BANNED',
  [CloseCode.REPLACED]: 'REPLACED',
};

/**
 * One device's call channel: opens it, keeps it open, and gives each event on once and in order. Opens no socket and reads no clock itself.
 *
 * | state    | meaning                           | leads to |
 * |----------|-----------------------------------|----------|
 * | idle     | not connected yet                 | asking by `connect` |
 * | asking   | the app is asked for a token      | opening when it came, waiting when it failed or took too long |
 * | opening  | the socket opens                  | greeting when open, waiting when closed or late |
 * | greeting | hello is sent                     | ready by welcome, closed by a refusal, waiting when closed or late |
 * | ready    | events and answers come           | waiting when closed, when no pong came, or when events are missing |
 * | waiting  | backs off before the next attempt | asking by its deadline or by `hurry` |
 * | closed   | for good                          | |
 *
 * Every state but closed leads to closed by `close`, and by a close code after which the server wants no more of this device.
 */
export class Channel {
  private state: ChannelState = 'idle';
  private session: string | undefined;
  private lastN = 0;
  private seenN = 0;
  private token = '';
  private readonly prefix: string;
  private readonly requests: Requests;
  private readonly backoff: Backoff;
  /** Of the step under way: a step that takes too long, or the wait before the next attempt. */
  private stepUntilMs = Infinity;
  private heartbeat: Heartbeat | undefined;
  private connections = 0;
  private seenAtMs = Infinity;
  private helloSentMs = 0;
  private tokensRefused = 0;
  /** Where events were missing after the last resume: if they still are there, only a snapshot helps. */
  private gapAfter: number | undefined;

  constructor(
    private readonly device: Device,
    private readonly port: ChannelPort,
    private readonly listener: ChannelListener,
    private readonly clock: ServerClock,
    random: () => number,
  ) {
    this.backoff = new Backoff(random);
    this.prefix = `${Math.floor(random() * 2 ** 40).toString(36)}.`;
    this.requests = new Requests(this.prefix);
  }

  get currentState(): ChannelState {
    return this.state;
  }

  connect(nowMs: number): void {
    if (this.state === 'idle') {
      this.attempt(nowMs);
    }
  }

  /** The network came back, or somebody looks at the page again: no more waiting, and a look whether the connection still lives. */
  hurry(nowMs: number): void {
    if (this.state === 'waiting') {
      this.attempt(nowMs);
    } else {
      this.heartbeat?.hurry(nowMs);
    }
  }

  request(ask: Ask, nowMs: number): Promise<Answer> {
    if (this.state === 'closed') {
      return Promise.reject(new RequestLost('CLOSED', ask.do));
    }
    return this.requests.ask(ask, nowMs, this.state === 'ready' ? (frame) => this.port.send(frame) : undefined);
  }

  close(): void {
    if (this.state !== 'closed') {
      this.end('BY_APP', '');
    }
  }

  tokenCame(token: string, nowMs: number): void {
    if (this.state === 'asking') {
      this.token = token;
      this.enter('opening', nowMs + STEP_LIMIT_MS);
      this.port.openSocket();
    }
  }

  tokenFailed(nowMs: number): void {
    if (this.state === 'asking') {
      this.retry(nowMs);
    }
  }

  socketOpened(nowMs: number): void {
    if (this.state !== 'opening') {
      return;
    }
    this.enter('greeting', nowMs + STEP_LIMIT_MS);
    this.helloSentMs = nowMs;
    const resume = this.session === undefined ? {} : { resume: { session: this.session, after: this.lastN } };
    this.port.send(JSON.stringify({ do: 'hello', token: this.token, device: this.device, ...resume }));
  }

  socketReceived(text: string, nowMs: number): void {
    const frame = parsed(text);
    if (frame === undefined) {
      return;
    }
    if (this.state === 'greeting' && frame['re'] === 'hello') {
      if (typeof frame['code'] === 'number') {
        this.helloRefused(frame as unknown as Refusal, nowMs);
      } else {
        this.welcomed(frame as unknown as Welcome, nowMs);
      }
    } else if (this.state !== 'ready') {
      return;
    } else if (typeof frame['re'] === 'string') {
      this.answered(frame as unknown as Answer | Refusal, nowMs);
    } else if (typeof frame['n'] === 'number') {
      this.happened(frame as unknown as NumberedEvent, nowMs);
    } else if (frame['event'] === 'presence') {
      this.listener.onNews(frame as unknown as News);
    }
  }

  socketClosed(code: number, reason: string, nowMs: number): void {
    if (this.state === 'closed' || this.state === 'waiting' || this.state === 'asking') {
      return;
    }
    const final = FINAL[code];
    if (final !== undefined) {
      this.end(final, reason);
    } else if (code === CloseCode.TOKEN_REFUSED && ++this.tokensRefused >= TOKENS_REFUSED_MAX) {
      this.end('TOKEN_REFUSED', reason);
    } else {
      if (code === CloseCode.BAD_FRAME || code === CloseCode.FRAME_TOO_LARGE) {
        this.requests.dropSent();
      }
      this.retry(nowMs, code === CloseCode.FLOODED ? FLOODED_WAIT_MS : 0);
    }
  }

  get nextDeadlineMs(): number {
    return Math.min(this.stepUntilMs, this.heartbeat?.nextDeadlineMs ?? Infinity, this.seenAtMs, this.requests.nextDeadlineMs);
  }

  onDeadline(nowMs: number): void {
    this.requests.onDeadline(nowMs);
    if (this.stepUntilMs <= nowMs) {
      if (this.state === 'waiting') {
        this.attempt(nowMs);
      } else {
        this.breakOff(nowMs);
      }
    } else if (this.heartbeat?.isDead(nowMs)) {
      this.breakOff(nowMs);
    }
    const ping = this.heartbeat?.due(nowMs);
    if (ping !== undefined) {
      this.port.send(ping);
    }
    if (this.seenAtMs <= nowMs) {
      this.tellSeen();
    }
  }

  private attempt(nowMs: number): void {
    this.enter('asking', nowMs + STEP_LIMIT_MS);
    this.port.askToken();
  }

  private helloRefused(refusal: Refusal, nowMs: number): void {
    if (refusal.retryAfterMs === undefined) {
      this.end('REFUSED', `${refusal.name}: ${refusal.message}`);
    } else {
      this.port.closeSocket();
      this.retry(nowMs, refusal.retryAfterMs);
    }
  }

  private welcomed(welcome: Welcome, nowMs: number): void {
    this.backoff.reset();
    this.tokensRefused = 0;
    this.clock.forget();
    this.clock.exchanged(this.helloSentMs, welcome.nowMs, nowMs);
    this.enter('ready', Infinity);
    this.heartbeat = new Heartbeat(this.clock, `${this.prefix}${++this.connections}`, nowMs);
    const began = this.session !== undefined;
    this.session = welcome.session;
    if (!welcome.resumed) {
      this.lastN = welcome.n;
      this.seenN = welcome.n;
      this.gapAfter = undefined;
      if (began) {
        this.requests.startOver();
      }
      this.listener.onSnapshot(welcome, welcome.snapshot ?? {});
    }
    this.requests.sendAll((frame) => this.port.send(frame));
  }

  private answered(reply: Answer | Refusal, nowMs: number): void {
    const serverMs = 'code' in reply ? undefined : reply.nowMs;
    if (!this.heartbeat?.answered(reply.re, serverMs, nowMs)) {
      this.requests.settle(reply);
    }
  }

  private happened(event: NumberedEvent, nowMs: number): void {
    if (event.n <= this.lastN) {
      return;
    }
    if (event.n > this.lastN + 1) {
      this.missing(nowMs);
      return;
    }
    this.lastN = event.n;
    this.gapAfter = undefined;
    this.seenAtMs = this.lastN - this.seenN >= SEEN_EVENTS_MAX ? nowMs : Math.min(this.seenAtMs, nowMs + SEEN_DELAY_MS);
    this.listener.onEvent(event);
  }

  /** Comes back for what is missing; when that did not help, begins anew. */
  private missing(nowMs: number): void {
    if (this.gapAfter === this.lastN) {
      this.session = undefined;
      this.requests.startOver();
    }
    this.gapAfter = this.lastN;
    this.breakOff(nowMs);
  }

  private tellSeen(): void {
    this.seenAtMs = Infinity;
    if (this.state === 'ready' && this.lastN > this.seenN) {
      this.seenN = this.lastN;
      this.port.send(JSON.stringify({ do: 'seen', n: this.lastN }));
    }
  }

  private breakOff(nowMs: number): void {
    this.port.closeSocket();
    this.retry(nowMs);
  }

  private retry(nowMs: number, leastMs = 0): void {
    this.enter('waiting', nowMs + this.backoff.nextMs(leastMs));
  }

  private end(why: Closure, detail: string): void {
    this.port.closeSocket();
    this.enter('closed', Infinity);
    this.requests.dropAll();
    this.listener.onClosed(why, detail);
  }

  private enter(state: ChannelState, untilMs: number): void {
    this.state = state;
    this.stepUntilMs = untilMs;
    if (state !== 'ready') {
      this.heartbeat = undefined;
      this.seenAtMs = Infinity;
    }
    this.listener.onState(state);
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
