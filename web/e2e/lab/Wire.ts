import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { Direction, FREE, type LinkLimits } from '../support/NarrowLink';
import { seededRandom } from '../support/seededRandom';

/** The address that a server tells its clients, at which the wire is. */
export const ANNOUNCED = '127.0.0.2';
const SERVER = '127.0.0.1';
const CLIENTS_MAX = 64;

/** What one end of a wire carries, both ways. */
export class WireEnd {
  readonly up: Direction;
  readonly down: Direction;

  constructor(seed: number) {
    const random = seededRandom(seed);
    this.up = new Direction(random, FREE);
    this.down = new Direction(random, FREE);
  }

  limit({ up, down }: { readonly up?: Partial<LinkLimits> | undefined; readonly down?: Partial<LinkLimits> | undefined }): void {
    this.up.limits = { ...FREE, ...up };
    this.down.limits = { ...FREE, ...down };
  }
}

interface Client {
  readonly upstream: Socket;
  readonly end: WireEnd;
}

/** A UDP relay where a server says that it is. Who speaks to it first while an end is set uses that end. */
export class Wire {
  private readonly clients = new Map<string, Client>();
  private end: WireEnd;

  private constructor(private readonly socket: Socket, private readonly port: number, seed: number) {
    this.end = new WireEnd(seed);
    socket.on('message', (packet, { address, port: from }) => this.fromClient(packet, address, from));
  }

  /** @param port the server's */
  static async before(port: number, seed: number): Promise<Wire> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 });
    socket.bind(port, ANNOUNCED);
    await once(socket, 'listening');
    return new Wire(socket, port, seed);
  }

  /** Who comes from now on uses this end. */
  next(seed: number): WireEnd {
    this.end = new WireEnd(seed);
    return this.end;
  }

  /** Forgets everybody. */
  clear(): void {
    this.clients.forEach(({ upstream, end }) => {
      end.up.stop();
      end.down.stop();
      upstream.close();
    });
    this.clients.clear();
  }

  close(): void {
    this.clear();
    this.socket.close();
  }

  private fromClient(packet: Buffer, address: string, port: number): void {
    const client = this.client(address, port);
    client?.end.up.pass(packet.length, () => client.upstream.send(packet, this.port, SERVER));
  }

  private client(address: string, port: number): Client | undefined {
    const name = `${address}:${port}`;
    const known = this.clients.get(name);
    if (known !== undefined || this.clients.size >= CLIENTS_MAX) {
      return known;
    }
    const upstream = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 });
    const client = { upstream, end: this.end };
    upstream.on('message', (packet) => client.end.down.pass(packet.length, () => this.socket.send(packet, port, address)));
    this.clients.set(name, client);
    return client;
  }
}
