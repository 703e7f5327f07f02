import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT = 17_990;
const READY_LIMIT_MS = 20_000;

/** LiveKit's open server on loopback, by the binary that RINGCAST_LIVEKIT names. */
export class LiveKitServer {
  readonly url = `http://127.0.0.1:${PORT}`;

  private constructor(private readonly process: ChildProcess, private readonly folder: string) {}

  readonly mediaPort = PORT + 2;

  /**
   * Undefined where there is none.
   *
   * @param announced the address it tells its clients
   */
  static async start(announced = '127.0.0.1'): Promise<LiveKitServer | undefined> {
    const binary = process.env['RINGCAST_LIVEKIT'];
    if (binary === undefined) {
      return undefined;
    }
    const folder = mkdtempSync(join(tmpdir(), 'livekit-lab-'));
    const config = join(folder, 'livekit.yaml');
    writeFileSync(config, JSON.stringify({
      port: PORT, bind_addresses: ['127.0.0.1'], keys: { devkey: 'secret' }, logging: { level: 'error' },
      rtc: {
        udp_port: PORT + 2, use_external_ip: false, node_ip: announced, enable_loopback_candidate: true,
        // Else it checks towards the clients' own addresses, past the link.
        use_ice_lite: true,
        interfaces: { includes: ['lo'] },
      },
    }));
    const server = new LiveKitServer(spawn(binary, ['--config', config], { stdio: 'ignore' }), folder);
    const endMs = Date.now() + READY_LIMIT_MS;
    while (!await fetch(server.url).then(() => true, () => false)) {
      if (Date.now() > endMs) {
        await server.stop();
        throw new Error('LiveKit does not answer');
      }
      await new Promise((resume) => setTimeout(resume, 200));
    }
    return server;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exited = once(this.process, 'exit');
      this.process.kill();
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
