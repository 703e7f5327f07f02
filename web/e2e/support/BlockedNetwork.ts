import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath } from './Chromium';

/** From the range for tests between networks (RFC 2544), so that no real network is hidden. */
const SERVER_IP = '198.18.7.1';
const CLIENT_IP = '198.18.7.2';

/** A network namespace joined to this one by a pair of virtual cables, in which no route takes UDP. Needs root and iproute2. */
export class BlockedNetwork {
  readonly serverIp = SERVER_IP;
  /** Starts Chromium inside. */
  readonly chromium: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'ringcast-blocked-'));

  private constructor(private readonly name: string, private readonly cable: string) {
    this.chromium = join(this.folder, 'chromium');
    writeFileSync(this.chromium, `#!/bin/sh\nexec ip netns exec ${name} '${chromiumPath()}' "$@"\n`);
    chmodSync(this.chromium, 0o755);
  }

  static open(): BlockedNetwork {
    const network = new BlockedNetwork(`ringcast-${process.pid}`, `rc${process.pid}`);
    try {
      network.build();
      return network;
    } catch (error) {
      network.close();
      throw error;
    }
  }

  /** Whether a program inside can send a byte to the server by this protocol. */
  reaches(protocol: 'tcp' | 'udp', port: number): boolean {
    const send = `echo > /dev/${protocol}/${SERVER_IP}/${port}`;
    return spawnSync('ip', ['netns', 'exec', this.name, 'bash', '-c', send], { timeout: 5_000 }).status === 0;
  }

  close(): void {
    spawnSync('ip', ['netns', 'del', this.name]);
    spawnSync('ip', ['link', 'del', this.cable]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private build(): void {
    const { name, cable } = this;
    const far = `${cable}b`;
    ip('netns', 'add', name);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', far, 'netns', name);
    ip('address', 'add', `${SERVER_IP}/30`, 'dev', cable);
    ip('link', 'set', cable, 'up');
    ip('-n', name, 'address', 'add', `${CLIENT_IP}/30`, 'dev', far);
    ip('-n', name, 'link', 'set', 'lo', 'up');
    ip('-n', name, 'link', 'set', far, 'up');
    ip('-n', name, 'rule', 'add', 'pref', '100', 'ipproto', 'udp', 'blackhole');
  }
}

function ip(...line: string[]): void {
  const { status, stderr } = spawnSync('ip', line, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`ip ${line.join(' ')}: ${stderr}`);
  }
}
