import { type Tone, type TuneName, TUNES } from './tunes';

const EDGE_S = 0.015;

/** Plays one tune at a time, made of oscillators. A browser that plays nothing before a press begins with the first one. */
export class Ringer {
  private context: AudioContext | undefined;
  private out: GainNode | undefined;
  private timer: number | undefined;
  private playing: TuneName | undefined;

  /** From a press, so that the browser lets it sound later. */
  unlock(): void {
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  get current(): TuneName | undefined {
    return this.playing;
  }

  play(name: TuneName | undefined): void {
    if (name === this.playing) {
      return;
    }
    this.silence();
    this.playing = name;
    if (name !== undefined) {
      this.cycle(name);
    }
  }

  private cycle(name: TuneName): void {
    const { tones, cycleMs, loudness, once } = TUNES[name];
    const context = this.context ??= new AudioContext();
    const out = this.out = new GainNode(context, { gain: loudness });
    out.connect(context.destination);
    tones.forEach((tone) => sound(context, out, tone));
    this.timer = window.setTimeout(() => {
      out.disconnect();
      if (once === true) {
        this.playing = undefined;
      } else {
        this.cycle(name);
      }
    }, cycleMs);
  }

  private silence(): void {
    window.clearTimeout(this.timer);
    this.out?.disconnect();
    this.out = undefined;
  }
}

/** Rises and falls softly, so that nothing clicks. */
function sound(context: AudioContext, out: AudioNode, { hertz, atMs, lengthMs }: Tone): void {
  const from = context.currentTime + atMs / 1000;
  const to = from + lengthMs / 1000;
  hertz.forEach((frequency, overtone) => {
    const gain = new GainNode(context, { gain: 0 });
    const loud = 1 / (overtone * 2 + 1);
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(loud, from + EDGE_S);
    gain.gain.setValueAtTime(loud, to - EDGE_S);
    gain.gain.linearRampToValueAtTime(0, to);
    const oscillator = new OscillatorNode(context, { frequency });
    oscillator.connect(gain).connect(out);
    oscillator.start(from);
    oscillator.stop(to);
  });
}
