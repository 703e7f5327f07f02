import type { Edge, Socket } from '../edge.js';

interface Timer {
  readonly atMs: number;
  readonly act: () => void;
}

/** What a server does with a socket of the virtual world. */
export interface SocketServer {
  opened(socket: VirtualSocket): void;
  received(socket: VirtualSocket, frame: string): void;
  closed(socket: VirtualSocket): void;
}

/** A world in virtual time: its clock goes on only by `pass`, chance is seeded, and frames take their time on the way. */
export class VirtualEdge implements Edge {
  /** Server to client and client to server, one way. */
  wayMs = 20;
  /** No socket opens, as with a network that is away. */
  offline = false;
  server: SocketServer | undefined;
  readonly sockets: VirtualSocket[] = [];
  private clockMs = 1_000;
  private timers: Timer[] = [];
  private hurry: (() => void) | undefined;

  constructor(readonly random: () => number) {}

  nowMs(): number {
    return this.clockMs;
  }

  after(delayMs: number, act: () => void): () => void {
    const timer = { atMs: this.clockMs + delayMs, act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  openSocket(): Socket {
    const socket = new VirtualSocket(this);
    this.sockets.push(socket);
    return socket as unknown as Socket;
  }

  onHurry(act: () => void): () => void {
    this.hurry = act;
    return () => {
      this.hurry = undefined;
    };
  }

  networkBack(): void {
    this.offline = false;
    this.hurry?.();
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.clockMs + ms;
    await settled();
    for (let next = this.next(untilMs); next !== undefined; next = this.next(untilMs)) {
      this.timers = this.timers.filter((timer) => timer !== next);
      this.clockMs = Math.max(this.clockMs, next.atMs);
      next.act();
      await settled();
    }
    this.clockMs = untilMs;
  }

  private next(untilMs: number): Timer | undefined {
    return this.timers.filter(({ atMs }) => atMs <= untilMs).reduce<Timer | undefined>(
      (first, timer) => (first === undefined || timer.atMs < first.atMs ? timer : first), undefined);
  }
}

/** Lets everything go on that waits for promises alone. */
async function settled(): Promise<void> {
  await new Promise((resume) => setImmediate(resume));
}

const LOST = 1006;

/** Both ends of one socket: the client's is a WebSocket; the server's is `deliver`, `end` and `lose`. */
export class VirtualSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number; reason: string }) => void) | null = null;
  readonly sent: string[] = [];
  isOpen = true;

  constructor(private readonly edge: VirtualEdge) {
    edge.after(edge.wayMs, () => {
      if (edge.offline || edge.server === undefined) {
        this.lose();
      } else if (this.isOpen) {
        edge.server.opened(this);
        this.onopen?.();
      }
    });
  }

  send(frame: string): void {
    this.sent.push(frame);
    this.edge.after(this.edge.wayMs, () => this.isOpen && this.edge.server?.received(this, frame));
  }

  close(): void {
    this.isOpen = false;
    this.edge.server?.closed(this);
  }

  deliver(frame: object | string): void {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.edge.after(this.edge.wayMs, () => this.isOpen && this.onmessage?.({ data }));
  }

  /** The server closes it, behind all that is under way. */
  end(code: number, reason = ''): void {
    this.edge.after(this.edge.wayMs, () => {
      if (this.isOpen) {
        this.isOpen = false;
        this.onclose?.({ code, reason });
      }
    });
  }

  /** The connection breaks, and whatever is under way is lost. */
  lose(): void {
    if (this.isOpen) {
      this.isOpen = false;
      this.edge.server?.closed(this);
      this.onclose?.({ code: LOST, reason: '' });
    }
  }
}
