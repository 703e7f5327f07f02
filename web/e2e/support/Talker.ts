import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type * as LiveKit from 'livekit-client';
import { type Door, type LiveKitTab } from './LiveKitTab';
import { PYTHON, type Sdk } from './NativePeer';
import { devToken } from './tokens';

const FOLDER = join(import.meta.dirname, '../native');
const STOP_LIMIT_MS = 5_000;
const LOG_CHARS_MAX = 16_000;

/** What came back to one who asked another everything that goes by data. */
export interface Told {
  /** Whether all packets came back in order. */
  readonly reliable: boolean;
  readonly lossy: boolean;
  readonly text: boolean;
  readonly bytes: boolean;
  readonly answer: string;
  readonly error: string;
  readonly timeOut: string;
  readonly bytesMs: number;
  readonly allMs: number;
}

/** A peer that answers whoever asks it by data, and asks others. */
export interface Talker {
  ask(other: string, bytes: number): Promise<Told>;
  leave(): Promise<void>;
}

interface Globals {
  LivekitClient: typeof LiveKit;
  room: LiveKit.Room;
  talk: { answer(room: LiveKit.Room, error: typeof LiveKit.RpcError): void; ask(room: LiveKit.Room, other: string, bytes: number): Promise<Told> };
}

/** By a tab that is in its room already. */
export async function talkingTab(tab: LiveKitTab): Promise<Talker> {
  await tab.page.addScriptTag({ path: join(FOLDER, 'talk.mjs') });
  await tab.page.evaluate(() => {
    const { LivekitClient, room, talk } = globalThis as unknown as Globals;
    talk.answer(room, LivekitClient.RpcError);
  });
  return {
    ask: (other, bytes) => tab.page.evaluate(([identity, count]) => {
      const { room, talk } = globalThis as unknown as Globals;
      return talk.ask(room, identity!, Number(count));
    }, [other, String(bytes)]),
    leave: () => tab.close(),
  };
}

/** One of LiveKit's native SDKs in a process of its own. */
export class NativeTalker implements Talker {
  private log = '';
  private readonly lines: unknown[] = [];
  private wake: () => void = () => undefined;

  private constructor(private readonly process: ChildProcess) {
    let rest = '';
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => this.onLine(line));
    });
    process.stderr?.setEncoding('utf8').on('data', (text: string) => this.note(text));
    process.once('error', (error) => this.note(String(error)));
    process.once('exit', () => this.wake());
    process.stdin?.on('error', (error) => this.note(String(error)));
  }

  static async join(sdk: Sdk, server: string, room: string, user: string, door: Door): Promise<NativeTalker> {
    const wish = JSON.stringify({ url: server.replace('http', 'ws'), token: devToken(user, { room, roomJoin: true }), single: door === '/rtc/v1' });
    const line: [string, string[]] = sdk === 'Python' ? [PYTHON, [join(FOLDER, 'talker.py'), wish]] : [process.execPath, [join(FOLDER, 'talker.mjs'), wish]];
    const talker = new NativeTalker(spawn(line[0], line[1], { stdio: ['pipe', 'pipe', 'pipe'] }));
    await talker.next();
    return talker;
  }

  async ask(other: string, bytes: number): Promise<Told> {
    this.process.stdin?.write(`ask ${other} ${bytes}\n`);
    return await this.next() as Told;
  }

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

  private get running(): boolean {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  private async next(): Promise<unknown> {
    while (this.lines.length === 0) {
      if (!this.running) {
        throw new Error(`it has ended: ${this.log}`);
      }
      await new Promise<void>((woken) => {
        this.wake = woken;
      });
    }
    return this.lines.shift();
  }

  /** SDKs log to the same output, some of them in JSON too. */
  private onLine(line: string): void {
    const told = toldIn(line);
    if (told === undefined) {
      this.note(`${line}\n`);
    } else {
      this.lines.push(told);
      this.wake();
    }
  }

  private note(text: string): void {
    this.log = (this.log + text).slice(-LOG_CHARS_MAX);
  }
}

function toldIn(line: string): unknown {
  try {
    return (JSON.parse(line) as { told?: unknown } | null)?.told;
  } catch {
    return undefined;
  }
}
