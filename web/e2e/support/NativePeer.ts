import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Door } from './LiveKitTab';
import type { Heard, Signature } from './signatures';
import { devToken } from './tokens';

export type Sdk = 'rtc-node' | 'Python';

const FOLDER = join(import.meta.dirname, '../native');
const STOP_LIMIT_MS = 5_000;
const START_LIMIT_MS = 30_000;
const LOG_CHARS_MAX = 16_000;

/** The interpreter that has LiveKit's package; empty where there is none. */
export const PYTHON = process.env['RINGCAST_PYTHON'] ?? '';

interface Report {
  readonly heard: Record<string, Heard>;
  readonly events: readonly string[];
}

/** One of LiveKit's native SDKs in a process of its own, which sends its signature and tells what it receives. */
export class NativePeer {
  private report: Report = { heard: {}, events: [] };
  private log = '';

  private constructor(private readonly process: ChildProcess) {
    let rest = '';
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        this.onLine(line);
      }
    });
    process.stderr?.setEncoding('utf8').on('data', (text: string) => this.note(text));
    process.once('error', (error) => this.note(String(error)));
    process.stdin?.on('error', (error) => this.note(String(error)));
  }

  /** Joins, publishes and returns once both tracks are taken. */
  static async join(sdk: Sdk, server: string, room: string, user: string, signature: Signature, door: Door): Promise<NativePeer> {
    const wish = JSON.stringify({
      url: server.replace('http', 'ws'), token: devToken(user, { room, roomJoin: true }), single: door === '/rtc/v1', ...signature,
    });
    const line: [string, string[]] = sdk === 'Python' ? [PYTHON, [join(FOLDER, 'peer.py'), wish]] : [process.execPath, [join(FOLDER, 'peer.mjs'), wish]];
    const peer = new NativePeer(spawn(line[0], line[1], { stdio: ['pipe', 'pipe', 'pipe'] }));
    const deadline = Date.now() + START_LIMIT_MS;
    while (!peer.begun) {
      if (!peer.running || Date.now() > deadline) {
        await peer.leave();
        throw new Error(`${sdk} did not come in: ${peer.log}`);
      }
      await new Promise((later) => setTimeout(later, 50));
    }
    return peer;
  }

  private begun = false;

  get running(): boolean {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  async heard(): Promise<Record<string, Heard>> {
    return this.report.heard;
  }

  get events(): readonly string[] {
    return this.report.events;
  }

  lastLog(): string {
    return this.log;
  }

  /** Says goodbye, and ends the process if that takes too long. */
  async leave(): Promise<void> {
    if (!this.running) {
      return;
    }
    const exited = once(this.process, 'exit');
    this.process.stdin?.end('leave\n');
    const killer = setTimeout(() => this.process.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(killer);
  }

  private onLine(line: string): void {
    try {
      this.report = JSON.parse(line) as Report;
      this.begun = true;
    } catch {
      this.note(`${line}\n`);
    }
  }

  private note(text: string): void {
    this.log = (this.log + text).slice(-LOG_CHARS_MAX);
  }
}
