import { Channel, type ChannelListener, type Device } from './Channel.js';
import type { Edge, Socket } from './edge.js';
import type { Answer, Ask } from './protocol.js';
import { ServerClock } from './ServerClock.js';


/** A channel with a socket, a timer and the app's tokens: calls it with what the world does, and does what it wants. */
export class Line {
  private readonly clock = new ServerClock();
  private readonly channel: Channel;
  private socket: Socket | undefined;
  private stopTimer: (() => void) | undefined;
  private timerAtMs = Infinity;
  private readonly endHurry: () => void;

  constructor(
    private readonly url: string,
    private readonly token: () => string | Promise<string>,
    device: Device,
    listener: ChannelListener,
    private readonly edge: Edge,
  ) {
    this.channel = new Channel(device, {
      askToken: () => void this.askToken(),
      openSocket: () => this.open(),
      send: (frame) => this.socket?.send(frame),
      closeSocket: () => this.drop(),
    }, listener, this.clock, () => edge.random());
    this.endHurry = edge.onHurry(() => this.turn((nowMs) => this.channel.hurry(nowMs)));
  }

  connect(): void {
    this.turn((nowMs) => this.channel.connect(nowMs));
  }

  async request(ask: Ask): Promise<Answer> {
    return this.turn((nowMs) => this.channel.request(ask, nowMs));
  }

  close(): void {
    this.endHurry();
    this.turn(() => this.channel.close());
  }

  serverNowMs(): number {
    return this.clock.at(this.edge.nowMs());
  }

  private async askToken(): Promise<void> {
    try {
      const token = await this.token();
      this.turn((nowMs) => this.channel.tokenCame(token, nowMs));
    } catch {
      this.turn((nowMs) => this.channel.tokenFailed(nowMs));
    }
  }

  private open(): void {
    this.drop();
    const socket = this.edge.openSocket(this.url);
    const ifCurrent = (act: (nowMs: number) => void): void => (socket === this.socket ? this.turn(act) : undefined);
    this.socket = socket;
    socket.onopen = () => ifCurrent((nowMs) => this.channel.socketOpened(nowMs));
    socket.onmessage = ({ data }) =>
      ifCurrent((nowMs) => (typeof data === 'string' ? this.channel.socketReceived(data, nowMs) : undefined));
    socket.onclose = ({ code, reason }) => ifCurrent((nowMs) => {
      this.socket = undefined;
      this.channel.socketClosed(code, reason, nowMs);
    });
  }

  private drop(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }

  /** Lets the channel do something, and then sets the one timer to what it waits for next. */
  private turn<T>(act: (nowMs: number) => T): T {
    try {
      return act(this.edge.nowMs());
    } finally {
      this.setTimer();
    }
  }

  private setTimer(): void {
    const atMs = this.channel.nextDeadlineMs;
    if (atMs === this.timerAtMs) {
      return;
    }
    this.stopTimer?.();
    this.timerAtMs = atMs;
    this.stopTimer = atMs === Infinity ? undefined : this.edge.after(Math.max(0, atMs - this.edge.nowMs()), () => {
      this.timerAtMs = Infinity;
      this.turn((nowMs) => this.channel.onDeadline(nowMs));
    });
  }
}
