import { bitrateText, fpsText, lossText, rttText } from './format';
import { LiveGraph } from './LiveGraph';

export interface GraphSample {
  readonly bitrateBps: number;
  readonly fps: number;
  readonly loss: number | undefined;
  readonly rttMs: number | undefined;
}

/** The four curves both pages show: bitrate, frame rate, loss and round trip. */
export class GraphRow {
  private readonly bitrate = new LiveGraph({ label: 'Bitrate', text: bitrateText, floor: 500_000, colour: '#5ad1c8' });
  private readonly fps = new LiveGraph({ label: 'Frame rate', text: fpsText, floor: 10, colour: '#8fb8ff' });
  private readonly loss = new LiveGraph({ label: 'Packet loss', text: lossText, floor: 0.02, colour: '#f2a071' });
  private readonly rtt = new LiveGraph({ label: 'Round trip', text: rttText, floor: 20, colour: '#c9a6ff' });

  constructor(container: HTMLElement) {
    container.replaceChildren(...this.graphs().map((graph) => graph.element));
  }

  push(sample: GraphSample): void {
    this.bitrate.push(sample.bitrateBps);
    this.fps.push(sample.fps);
    this.loss.push(sample.loss);
    this.rtt.push(sample.rttMs);
  }

  clear(): void {
    this.graphs().forEach((graph) => graph.clear());
  }

  private graphs(): LiveGraph[] {
    return [this.bitrate, this.fps, this.loss, this.rtt];
  }
}
