import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PYTHON } from '../support/NativePeer';

const SCRIPT = join(import.meta.dirname, '../native/weak.py');
const STOP_LIMIT_MS = 5_000;
const START_LIMIT_MS = 30_000;
const STALL_MS = 250;
const LOG_CHARS_MAX = 4_000;

interface Report {
  /** By its own clock, in milliseconds. */
  readonly now: number;
  /** When each frame came, and how wide it was. */
  readonly frames: readonly (readonly [number, number])[];
  /** Samples that were made up, and all, so far. */
  readonly sound: readonly [number, number];
}

/** What a peer saw and heard since it was asked last. */
export interface Stretch {
  readonly seconds: number;
  readonly frames: number;
  /** The share of the time in gaps longer than {@link STALL_MS}. */
  readonly stalled: number;
  readonly longestGapMs: number;
  readonly concealed: number;
  readonly framesBySecond: readonly number[];
  readonly widthsBySecond: readonly number[];
}

/** LiveKit's SDK for Python in a process of its own, at one end of a link. */
export class WeakPeer {
  private reports: Report[] = [];
  private log = '';

  private constructor(private readonly process: ChildProcess) {
    let rest = '';
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.filter((line) => line.startsWith('{')).forEach((line) => this.reports.push(JSON.parse(line) as Report));
    });
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.log = (this.log + text).slice(-LOG_CHARS_MAX);
    });
    process.stdin?.on('error', () => undefined);
  }

  /** Comes in, and returns once it tells what it sees. */
  static async join(server: string, token: string, publishes: boolean, single: boolean): Promise<WeakPeer> {
    const wish = JSON.stringify({ url: server.replace('http', 'ws'), token, publishes, single });
    const peer = new WeakPeer(spawn(PYTHON, [SCRIPT, wish], { stdio: ['pipe', 'pipe', 'pipe'] }));
    await peer.until(() => peer.reports.length > 0, 'it came in');
    return peer;
  }

  async sees(): Promise<void> {
    await this.until(() => this.reports.some(({ frames }) => frames.length > 0), 'a frame came');
  }

  /** Of all that was told since the last call. */
  stretch(): Stretch {
    const reports = this.reports;
    this.reports = [];
    const first = reports.at(0);
    const last = reports.at(-1);
    if (first === undefined || last === undefined) {
      throw new Error('a peer told nothing');
    }
    const beganMs = first.now - 500;
    const frames = reports.flatMap((report) => report.frames).filter(([atMs]) => atMs >= beganMs);
    let lastMs = beganMs;
    let stalledMs = 0;
    let longestGapMs = 0;
    for (const atMs of [...frames.map(([at]) => at), last.now]) {
      longestGapMs = Math.max(longestGapMs, atMs - lastMs);
      stalledMs += atMs - lastMs > STALL_MS ? atMs - lastMs : 0;
      lastMs = atMs;
    }
    const seconds = (last.now - beganMs) / 1_000;
    const bySecond = Array.from({ length: Math.round(seconds) }, (_, second) =>
      frames.filter(([atMs]) => Math.floor((atMs - beganMs) / 1_000) === second));
    const heard = last.sound[1] - first.sound[1];
    return {
      seconds, frames: frames.length, stalled: stalledMs / 1_000 / seconds, longestGapMs,
      concealed: heard > 0 ? (last.sound[0] - first.sound[0]) / heard : 0,
      framesBySecond: bySecond.map((one) => one.length), widthsBySecond: bySecond.map((one) => one.at(-1)?.[1] ?? 0),
    };
  }

  async leave(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exited = once(this.process, 'exit');
      this.process.stdin?.end('leave\n');
      const killer = setTimeout(() => this.process.kill('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(killer);
    }
  }

  private async until(holds: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (!holds()) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        await this.leave();
        throw new Error(`not ${what}: ${this.log}`);
      }
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}
