export type Arrival = 'picture' | 'sound' | 'nothing';

/** Samples a picture may pause (a keyframe wait, a still screen) before it counts as missing. */
const PATIENCE_SAMPLES = 4;

/** Says from sample to sample what is really arriving: a picture, only sound, or nothing. */
export class ArrivalWatch {
  private frames = 0;
  private packets = 0;
  private samplesWithoutFrame = PATIENCE_SAMPLES;

  next(sample: { framesDecoded: number; audioPackets: number }): Arrival {
    this.samplesWithoutFrame = sample.framesDecoded > this.frames ? 0 : this.samplesWithoutFrame + 1;
    const soundGrew = sample.audioPackets > this.packets;
    this.frames = sample.framesDecoded;
    this.packets = sample.audioPackets;
    if (this.samplesWithoutFrame < PATIENCE_SAMPLES) {
      return 'picture';
    }
    return soundGrew ? 'sound' : 'nothing';
  }
}
