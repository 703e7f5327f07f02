import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { devToken } from './tokens';

const STOP_LIMIT_MS = 5_000;
const PLAY_LIMIT_MS = 25_000;
const LOG_CHARS_MAX = 16_000;

/** An FFmpeg 8 that publishes. */
export class Ffmpeg {
  static readonly WIDTH = 1280;
  static readonly HEIGHT = 720;
  private log = '';

  private constructor(private readonly process: ChildProcess) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log = (this.log + text).slice(-LOG_CHARS_MAX);
      });
    }
    process.once('error', (error) => {
      this.log += String(error);
    });
  }

  /** A moving test picture in H.264 (a keyframe a second) and a stereo sound in Opus, by WHIP. */
  static publish(server: string, room: string): Ffmpeg {
    return Ffmpeg.run([
      '-re', '-f', 'lavfi', '-i', `testsrc2=size=${Ffmpeg.WIDTH}x${Ffmpeg.HEIGHT}:rate=30`,
      '-re', '-f', 'lavfi', '-i', 'aevalsrc=0.3*sin(880*PI*t)|0.3*sin(1320*PI*t):s=48000:c=stereo',
      '-c:v', 'libopenh264', '-b:v', '2M', '-g', '30', '-pix_fmt', 'yuv420p', '-c:a', 'libopus', '-ar', '48000', '-ac', '2',
      '-f', 'whip', '-authorization', devToken('ffmpeg', { room, roomJoin: true, canPublish: true }), `${server}/whip/${room}`,
    ]);
  }

  /** A recording again and again as it is, by RTMP: what an encoder made of it stays so, B-frames too. */
  static repeat(file: string, rtmpUrl: string): Ffmpeg {
    return Ffmpeg.run(['-re', '-stream_loop', '-1', '-i', file, '-c', 'copy', '-f', 'flv', rtmpUrl]);
  }

  /** What it says of a stream of which it has played some seconds. */
  static async played(url: string, seconds: number): Promise<string> {
    const player = Ffmpeg.run(['-analyzeduration', '3000000', '-t', String(seconds), '-i', url, '-map', '0', '-f', 'null', '-']);
    const deadline = Date.now() + PLAY_LIMIT_MS;
    while (player.running && Date.now() < deadline) {
      await new Promise((resume) => setTimeout(resume, 100));
    }
    await player.stop();
    return player.lastLog();
  }

  /** When flashes and beeps begin in some seconds of a stream whose picture is dark and whose sound is silent between them, in seconds. */
  static async flashesAndBeeps(url: string, seconds: number): Promise<{ flashes: readonly number[]; beeps: readonly number[] }> {
    const player = Ffmpeg.run(['-t', String(seconds), '-i', url, '-vf', 'blackdetect=d=0.3:pix_th=0.4',
      '-af', 'silencedetect=noise=-35dB:d=0.3', '-f', 'null', '-']);
    const deadline = Date.now() + seconds * 1_000 + PLAY_LIMIT_MS;
    while (player.running && Date.now() < deadline) {
      await new Promise((resume) => setTimeout(resume, 100));
    }
    await player.stop();
    const times = (word: string): readonly number[] =>
      [...player.lastLog().matchAll(new RegExp(`${word}: ?([0-9.]+)`, 'g'))].map(([, second]) => Number(second));
    return { flashes: times('black_end'), beeps: times('silence_end') };
  }

  private static run(words: readonly string[]): Ffmpeg {
    const executable = process.env['RINGCAST_FFMPEG'];
    if (!executable) {
      throw new Error('RINGCAST_FFMPEG names no FFmpeg: it takes the path of an ffmpeg 8 or later; ./ringcast test sets it');
    }
    const line = ['-hide_banner', '-nostdin', '-nostats', ...words];
    // The libraries of an FFmpeg from a Maven artifact lie beside it and know no way to their neighbours.
    const libraries = [dirname(executable), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
    return new Ffmpeg(spawn(executable, line, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LD_LIBRARY_PATH: libraries } }));
  }

  get running(): boolean {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  lastLog(): string {
    return this.log;
  }

  async stop(): Promise<void> {
    if (!this.running) {
      return;
    }
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const killer = setTimeout(() => this.process.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(killer);
  }
}
