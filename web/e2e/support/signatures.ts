/** What a peer sends, so that whoever receives it can tell whose it is: a tone, and a colour in the upper half of its picture. */
export interface Signature {
  readonly hz: number;
  readonly yuv: readonly [number, number, number];
}

/** What a peer receives from one other. */
export interface Heard {
  readonly hz: number;
  /** The loudest sample, of 32,768. */
  readonly level: number;
  readonly yuv: readonly number[];
  readonly width: number;
  readonly frames: number;
}

const HZ_OFF_MAX = 12;
/** Of 255: colour spaces of canvases and encoders differ a little. */
const COLOUR_OFF_MAX = 24;

/** Why what was received is not this signature, in words; empty when it is. */
export function differences(heard: Heard | undefined, sent: Signature): string {
  if (heard === undefined) {
    return 'nothing received';
  }
  const wrong = [];
  if (Math.abs(heard.hz - sent.hz) > HZ_OFF_MAX || heard.level < 1_000) {
    wrong.push(`sound of ${heard.hz} Hz and level ${heard.level}, not ${sent.hz} Hz`);
  }
  if (heard.yuv.length !== sent.yuv.length || heard.yuv.some((value, i) => Math.abs(value - sent.yuv[i]!) > COLOUR_OFF_MAX)) {
    wrong.push(`colour ${heard.yuv.join(' ')}, not ${sent.yuv.join(' ')}`);
  }
  if (heard.frames < 20) {
    wrong.push(`${heard.frames} frames`);
  }
  return wrong.join(', ');
}
