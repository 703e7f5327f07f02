const FLOOR_DB = -60;
const UPDATE_MS = 60;

/** How loud a track is, from 0 to 1, told about sixteen times a second until stopped. */
export class MicrophoneLevel {
  private readonly context = new AudioContext();
  private readonly timer: number;

  constructor(track: MediaStreamTrack, onLevel: (level: number) => void) {
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.timer = window.setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      onLevel(loudness(samples));
    }, UPDATE_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
    void this.context.close();
  }
}

/** The effective value of samples on a scale of decibels: -60 dB and less is 0, full scale is 1. */
export function loudness(samples: ArrayLike<number>): number {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    energy += samples[i]! ** 2;
  }
  const db = 10 * Math.log10(energy / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}
