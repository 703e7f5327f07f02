import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { seededRandom } from './seededRandom';

/** What one direction of a link does to packets. */
export interface LinkLimits {
  /** Bits a second, IP and UDP headers counted; 0 for no limit. */
  readonly bps: number;
  /** What would wait longer at the limit is dropped. */
  readonly queueMs: number;
  /** 0 to 1, at random. */
  readonly loss: number;
  readonly delayMs: number;
}

export const FREE: LinkLimits = { bps: 0, queueMs: 300, loss: 0, delayMs: 0 };

/** IPv4 and UDP. */
const HEADER_BYTES = 28;
const CLIENTS_MAX = 16;
/** Beyond what a queue of some hundred milliseconds holds of the fastest link. */
const WAITING_MAX = 20_000;

/** One direction: a queue before a limit, then a way that takes its time. */
export class Direction {
  carried = 0;
  dropped = 0;
  bytes = 0;
  private freeMs = 0;
  private readonly waiting: { dueMs: number; send: () => void }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly random: () => number, public limits: LinkLimits) {}

  pass(length: number, send: () => void): void {
    const nowMs = performance.now();
    const { bps, queueMs, loss, delayMs } = this.limits;
    const leavesMs = Math.max(nowMs, bps === 0 ? 0 : this.freeMs);
    if ((loss > 0 && this.random() < loss) || leavesMs - nowMs > queueMs || this.waiting.length >= WAITING_MAX) {
      this.dropped++;
      return;
    }
    this.carried++;
    this.bytes += length + HEADER_BYTES;
    this.freeMs = leavesMs + (bps === 0 ? 0 : (length + HEADER_BYTES) * 8_000 / bps);
    const dueMs = this.freeMs + delayMs;
    if (dueMs <= nowMs && this.waiting.length === 0) {
      send();
      return;
    }
    this.waiting.push({ dueMs, send });
    this.timer ??= setTimeout(() => this.drain(), 0);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting.length = 0;
  }

  private drain(): void {
    const nowMs = performance.now();
    while (this.waiting.length > 0 && this.waiting[0]!.dueMs <= nowMs) {
      this.waiting.shift()!.send();
    }
    this.timer = this.waiting.length === 0 ? undefined : setTimeout(() => this.drain(), 1);
  }
}

/** A UDP relay on loopback that is as narrow, lossy and long as it is told, and may be told another while it is used. */
export class NarrowLink {
  private readonly up: Direction;
  private readonly down: Direction;
  private readonly upstreams = new Map<string, Socket>();

  private constructor(private readonly socket: Socket, private readonly serverPort: number, seed: number) {
    const random = seededRandom(seed);
    this.up = new Direction(random, FREE);
    this.down = new Direction(random, FREE);
    socket.on('message', (packet, { address, port }) => this.fromClient(packet, address, port));
  }

  static async open(serverPort: number, seed: number): Promise<NarrowLink> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NarrowLink(socket, serverPort, seed);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** From the server to its clients. */
  limitDown(limits: Partial<LinkLimits>): void {
    this.down.limits = { ...FREE, ...limits };
  }

  limitUp(limits: Partial<LinkLimits>): void {
    this.up.limits = { ...FREE, ...limits };
  }

  /** What went down to the clients so far. */
  get carriedDown(): { packets: number; bytes: number; dropped: number } {
    return { packets: this.down.carried, bytes: this.down.bytes, dropped: this.down.dropped };
  }

  close(): void {
    this.up.stop();
    this.down.stop();
    this.socket.close();
    this.upstreams.forEach((upstream) => upstream.close());
    this.upstreams.clear();
  }

  private fromClient(packet: Buffer, address: string, port: number): void {
    const upstream = this.upstream(address, port);
    if (upstream !== undefined) {
      this.up.pass(packet.length, () => upstream.send(packet, this.serverPort, '127.0.0.1'));
    }
  }

  private upstream(address: string, port: number): Socket | undefined {
    const client = `${address}:${port}`;
    const known = this.upstreams.get(client);
    if (known !== undefined || this.upstreams.size >= CLIENTS_MAX) {
      return known;
    }
    const upstream = createSocket('udp4');
    upstream.on('message', (packet) => this.down.pass(packet.length, () => this.socket.send(packet, port, address)));
    this.upstreams.set(client, upstream);
    return upstream;
  }
}
