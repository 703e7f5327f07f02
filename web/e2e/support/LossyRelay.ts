import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { seededRandom } from './seededRandom';

/** What passed in one direction. */
export interface RelayCount {
  forwarded: number;
  dropped: number;
}

export interface LossRates {
  /** 0 to 1, of the packets from the clients to the server. */
  readonly up: number;
  readonly down: number;
}

/** More clients than a test has; further ones are not served. */
const CLIENTS_MAX = 16;

/** A UDP relay on loopback that drops packets at random: clients send to `port` and the server sees one socket for each of them. */
export class LossyRelay {
  readonly up: RelayCount = { forwarded: 0, dropped: 0 };
  readonly down: RelayCount = { forwarded: 0, dropped: 0 };
  private readonly upstreams = new Map<string, Socket>();
  private readonly random: () => number;

  private constructor(
    private readonly socket: Socket,
    private readonly serverPort: number,
    private readonly loss: LossRates,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    socket.on('message', (packet, { address, port }) => this.fromClient(packet, address, port));
  }

  static async start(serverPort: number, loss: LossRates, seed: number): Promise<LossyRelay> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new LossyRelay(socket, serverPort, loss, seed);
  }

  get port(): number {
    return this.socket.address().port;
  }

  stop(): void {
    this.socket.close();
    this.upstreams.forEach((upstream) => upstream.close());
    this.upstreams.clear();
  }

  private fromClient(packet: Buffer, address: string, port: number): void {
    const upstream = this.upstream(address, port);
    if (upstream !== undefined && this.passes(this.up, this.loss.up)) {
      upstream.send(packet, this.serverPort, '127.0.0.1');
    }
  }

  private upstream(address: string, port: number): Socket | undefined {
    const client = `${address}:${port}`;
    const known = this.upstreams.get(client);
    if (known !== undefined || this.upstreams.size >= CLIENTS_MAX) {
      return known;
    }
    const upstream = createSocket('udp4');
    upstream.on('message', (packet) => {
      if (this.passes(this.down, this.loss.down)) {
        this.socket.send(packet, port, address);
      }
    });
    this.upstreams.set(client, upstream);
    return upstream;
  }

  private passes(count: RelayCount, loss: number): boolean {
    const lost = this.random() < loss;
    count[lost ? 'dropped' : 'forwarded']++;
    return !lost;
  }
}
