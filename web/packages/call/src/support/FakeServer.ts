import type { CallEvent, Snapshot } from '../protocol.js';
import type { SocketServer, VirtualEdge, VirtualSocket } from './VirtualEdge.js';

interface Frame {
  readonly do: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

/** The server's end of one device's channel, for tests: numbers events, keeps them until they are seen, knows the requests it answered. */
export class FakeServer implements SocketServer {
  /** Before the local clock's zero, so that nobody takes the one for the other. */
  clockOffsetMs = 1_700_000_000_000;
  snapshot: Snapshot = { calls: [], habits: {} };
  /** What a request leads to, each time it is done. */
  onRequest: (frame: Frame) => object = () => ({});
  /** By their ids. */
  readonly done: Frame[] = [];
  readonly hellos: Frame[] = [];
  readonly seen: number[] = [];
  session = 1;
  tokenIsGood: (token: unknown) => boolean = () => true;
  current: VirtualSocket | undefined;
  private lastN = 0;
  private events: (CallEvent & { readonly n: number })[] = [];
  private answers = new Map<string, object>();

  constructor(private readonly edge: VirtualEdge) {
    edge.server = this;
  }

  nowMs(): number {
    return this.edge.nowMs() + this.clockOffsetMs;
  }

  opened(): void {
    return undefined;
  }

  closed(socket: VirtualSocket): void {
    if (this.current === socket) {
      this.current = undefined;
    }
  }

  received(socket: VirtualSocket, text: string): void {
    const frame = JSON.parse(text) as Frame;
    if (frame.do === 'hello') {
      this.greet(socket, frame);
    } else if (frame.do === 'seen') {
      this.seen.push(frame['n'] as number);
      this.events = this.events.filter(({ n }) => n > (frame['n'] as number));
    } else {
      socket.deliver(this.answer(frame));
    }
  }

  /** Something happened: told now, or when the device comes back. */
  tell(event: CallEvent): void {
    const numbered = { n: ++this.lastN, ...event };
    this.events.push(numbered);
    this.current?.deliver(numbered);
  }

  /** The grace is over, or what was kept is gone: the device begins anew. */
  forget(): void {
    this.session++;
    this.lastN += 1_000;
    this.events = [];
    this.answers = new Map();
  }

  private greet(socket: VirtualSocket, hello: Frame): void {
    this.hellos.push(hello);
    if (!this.tokenIsGood(hello['token'])) {
      socket.end(4401, 'expired');
      return;
    }
    const resume = hello['resume'] as { session: string; after: number } | undefined;
    const resumed = resume?.session === `s${this.session}`;
    const after = resumed ? resume.after : this.lastN;
    this.current = socket;
    socket.deliver({
      re: 'hello', session: `s${this.session}`, userId: 'alice', nowMs: this.nowMs(), resumed, graceMs: 30_000, n: after,
      ...(resumed ? {} : { snapshot: this.snapshot }),
    });
    this.events.filter(({ n }) => n > after).forEach((event) => socket.deliver(event));
  }

  private answer(frame: Frame): object {
    if (frame.do === 'ping') {
      return { re: frame.id, nowMs: this.nowMs() };
    }
    const known = this.answers.get(frame.id);
    if (known !== undefined) {
      return known;
    }
    this.done.push(frame);
    const answer = { re: frame.id, ...this.onRequest(frame) };
    this.answers.set(frame.id, answer);
    return answer;
  }
}
