import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** Nobody listens there. */
const DISCARD = '00009';

/**
 * Stands before a server's HTTP port on loopback, and names relays to those who come by it where the server names its UDP ports: for SDKs
 * whose peer connections are out of a test's reach. Ports have five digits, as lengths in the messages around them must stay.
 */
export class SignalDetour {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server, serverPort: number, relayFor: (mediaPort: number) => Promise<number>) {
    server.on('connection', (client) => {
      const upstream = connect(serverPort, '127.0.0.1');
      for (const [one, other] of [[client, upstream], [upstream, client]] as const) {
        this.sockets.add(one);
        one.on('error', () => undefined);
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
      client.pipe(upstream);
      upstream.pipe(renaming(relayFor)).pipe(client);
    });
  }

  static async start(serverUrl: string, relayFor: (mediaPort: number) => Promise<number>): Promise<SignalDetour> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SignalDetour(server, Number(new URL(serverUrl).port), relayFor);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
  }
}

function renaming(relayFor: (mediaPort: number) => Promise<number>): Transform {
  return new Transform({
    transform: (chunk: Buffer, _, done) => void renamed(chunk.toString('latin1'), relayFor)
      .then((text) => done(null, Buffer.from(text, 'latin1')), (error: unknown) => done(error as Error)),
  });
}

async function renamed(text: string, relayFor: (mediaPort: number) => Promise<number>): Promise<string> {
  let told = text.replace(/(candidate:\S+ \d+ tcp \d+ \S+ )\d{5} /gi, (_, head: string) => `${head}${DISCARD} `);
  for (const [, port] of text.matchAll(/candidate:\S+ \d+ udp \d+ 127\.0\.0\.1 (\d{5}) /gi)) {
    told = told.replaceAll(` 127.0.0.1 ${port} `, ` 127.0.0.1 ${await relayFor(Number(port))} `);
  }
  return told;
}
