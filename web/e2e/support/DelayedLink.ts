import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A burst of a fast sender waits here, and is not lost, while others have the processor. */
const BUFFER_BYTES = 4 * 1024 * 1024;

interface Waiting {
  readonly packet: Buffer;
  readonly dueMs: number;
}

/** One end: whoever speaks to `socket` first is its peer from then on. */
class End {
  private readonly waiting: Waiting[] = [];
  private first = 0;
  private timer: NodeJS.Timeout | undefined;
  carried = 0;

  constructor(
    readonly socket: Socket,
    private peerPort: number,
    private peerAddress: string,
    private readonly delayMs: number,
  ) {}

  static async open(delayMs: number, peerPort = 0): Promise<End> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER_BYTES, sendBufferSize: BUFFER_BYTES });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new End(socket, peerPort, '127.0.0.1', delayMs);
  }

  /** Whether this is from its peer: candidates of another address are not answered. */
  isPeer(address: string, port: number): boolean {
    if (this.peerPort === 0) {
      this.peerPort = port;
      this.peerAddress = address;
    }
    return this.peerPort === port && this.peerAddress === address;
  }

  /** Reaches its peer when the delay is over; nothing does while there is none. */
  deliver(packet: Buffer): void {
    if (this.peerPort !== 0) {
      this.waiting.push({ packet, dueMs: performance.now() + this.delayMs });
      this.timer ??= setTimeout(() => this.passOn(), this.delayMs);
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.socket.close();
  }

  private passOn(): void {
    const nowMs = performance.now();
    while (this.first < this.waiting.length && this.waiting[this.first]!.dueMs <= nowMs) {
      this.socket.send(this.waiting[this.first++]!.packet, this.peerPort, this.peerAddress);
      this.carried++;
    }
    if (this.first * 2 > this.waiting.length) {
      this.waiting.splice(0, this.first);
      this.first = 0;
    }
    this.timer = this.waiting.length === 0 ? undefined : setTimeout(() => this.passOn(), this.waiting[0]!.dueMs - nowMs);
  }
}

/** A path between two peers on loopback that loses nothing, keeps the order and takes a fixed time each way. */
export class DelayedLink {
  private constructor(private readonly a: End, private readonly b: End) {
    a.socket.on('message', (packet, { address, port }) => a.isPeer(address, port) && b.deliver(packet));
    b.socket.on('message', (packet, { address, port }) => b.isPeer(address, port) && a.deliver(packet));
  }

  /** @param serverPort who is at the other end; without it whoever speaks to `otherPort` first */
  static async open(delayMs: number, serverPort?: number): Promise<DelayedLink> {
    return new DelayedLink(await End.open(delayMs), await End.open(delayMs, serverPort));
  }

  /** Where one peer sends to. */
  get port(): number {
    return this.a.socket.address().port;
  }

  /** Where the other sends to. */
  get otherPort(): number {
    return this.b.socket.address().port;
  }

  /** Packets that reached either peer. */
  get carried(): number {
    return this.a.carried + this.b.carried;
  }

  /** Packets that found a socket of the link full: the only way to lose one, told by Linux. */
  get lost(): number {
    const ports = [this.port, this.otherPort].map((port) => port.toString(16).toUpperCase().padStart(4, '0'));
    return readFileSync('/proc/net/udp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/))
      .filter((columns) => ports.includes(columns[1]?.split(':')[1] ?? ''))
      .reduce((sum, columns) => sum + Number(columns.at(-1)), 0);
  }

  close(): void {
    this.a.close();
    this.b.close();
  }
}
