import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const LAUNCHED = process.env['RINGCAST_COMMAND'] ?? `${resolve(import.meta.dirname, '../../../ringcast')} run`;
const READY = 'Ringcast is ready:';
/** Long enough for a first start that builds. */
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 10_000;
const LOG_LINES_MAX = 400;
/** HTTP, ICE-TCP, a UDP port for each of a few loops, and RTMP as the last. */
const PORTS_NEEDED = 8;
const RTMP_OFFSET = PORTS_NEEDED - 1;
/** Below the kernel's ephemeral range, so that no client socket of this machine takes one meanwhile. */
const FIRST_PORT = 18_000;
const LAST_PORT = 30_000;

/** A Ringcast server of its own for the tests, started by RINGCAST_COMMAND or the launcher. */
export class RingcastServer {
  private readonly log: string[] = [];

  private constructor(
    private readonly process: ChildProcess,
    private readonly dataDir: string,
    readonly port: number,
  ) {}

  /**
   * Starts one.
   *
   * @param flags further ones for the command
   * @param samePort where an earlier one was; any free port without it
   * @param command what starts it
   * @param sameData where an earlier one kept its data
   */
  static async start(flags = '', samePort?: number, command = LAUNCHED, sameData?: string): Promise<RingcastServer> {
    const port = samePort ?? await freePorts();
    const dataDir = sameData ?? mkdtempSync(join(tmpdir(), 'ringcast-e2e-'));
    // A group of its own, so that whatever the command starts ends with it.
    const line = `exec ${command} --port ${port} --data-dir '${dataDir}' ${flags}`;
    const env = { ...process.env, RINGCAST_RTMP_PORT: String(port + RTMP_OFFSET) };
    const child = spawn('sh', ['-c', line], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    const server = new RingcastServer(child, dataDir, port);
    try {
      await server.ready();
      return server;
    } catch (error) {
      await server.stop();
      throw new Error(`${String(error)}\n${server.lastLog()}`);
    }
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  lastLog(): string {
    return this.log.join('\n');
  }

  /** Ends it at once, without a word to anybody. */
  async kill(): Promise<void> {
    const exited = once(this.process, 'exit');
    this.signal('SIGKILL');
    await exited;
    await this.stop();
  }

  /** Ends it as {@link kill} does, and starts one in its place: at its port, with its data. */
  async killed(): Promise<RingcastServer> {
    const exited = once(this.process, 'exit');
    this.signal('SIGKILL');
    await exited;
    return RingcastServer.start('', this.port, LAUNCHED, this.dataDir);
  }

  /** Asks it to end and tells with what it did: 143 is a JVM that was asked to. */
  async stopped(): Promise<number | null> {
    const exited = once(this.process, 'exit');
    this.signal('SIGTERM');
    return (await exited)[0] as number | null;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exited = once(this.process, 'exit');
      this.signal('SIGTERM');
      const killer = setTimeout(() => this.signal('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(killer);
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private signal(name: NodeJS.Signals): void {
    if (this.process.pid !== undefined) {
      process.kill(-this.process.pid, name);
    }
  }

  private async ready(): Promise<void> {
    await new Promise<void>((resolveReady, reject) => {
      const timer = setTimeout(() => reject(new Error(`no "${READY}" within ${START_LIMIT_MS / 1000} s`)), START_LIMIT_MS);
      this.process.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
      this.process.once('error', reject);
      this.eachLine((line) => {
        if (line.includes(READY)) {
          clearTimeout(timer);
          resolveReady();
        }
      });
    });
  }

  private eachLine(onLine: (line: string) => void): void {
    for (const stream of [this.process.stdout, this.process.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          this.log.push(line);
          this.log.splice(0, this.log.length - LOG_LINES_MAX);
          onLine(line);
        }
      });
    }
  }
}

export async function freePorts(): Promise<number> {
  const start = FIRST_PORT + (process.pid * 16) % (LAST_PORT - FIRST_PORT);
  for (let port = start; port < start + 100 * PORTS_NEEDED; port += PORTS_NEEDED) {
    const offsets = Array.from({ length: PORTS_NEEDED }, (_, offset) => port + offset);
    const free = await Promise.all([...[port, port + 1, port + RTMP_OFFSET].map(isTcpFree), ...offsets.map(isUdpFree)]);
    if (free.every(Boolean)) {
      return port;
    }
  }
  throw new Error(`no free ports near ${start}`);
}

async function isTcpFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((answer) => {
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}

async function isUdpFree(port: number): Promise<boolean> {
  const probe = createSocket('udp4');
  return new Promise((answer) => {
    probe.once('error', () => answer(false));
    probe.bind(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}
