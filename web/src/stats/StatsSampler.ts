import { SIMULCAST_LAYERS } from '../media/sendEncodings';

/** One entry of a stats report (webrtc-stats); fields are read by name and checked, as browsers differ in what they fill. */
export type Stat = Readonly<Record<string, unknown>>;
export type StatsReport = ReadonlyMap<string, Stat>;

/** The part of RTCStatsReport that is used here: TypeScript's own type hides that it is a map. */
export function statsReport(report: RTCStatsReport): StatsReport {
  const entries = new Map<string, Stat>();
  report.forEach((stat: Stat, id: string) => entries.set(id, stat));
  return entries;
}

export interface LayerSample {
  readonly rid: string | undefined;
  readonly codec: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitrateBps: number;
  readonly rttMs: number | undefined;
  /** Fraction 0 to 1 that the receiver missed, by its last report. */
  readonly loss: number | undefined;
  readonly limitedBy: string;
}

export interface OutboundSample {
  /** What carries the packets: `udp` or `tcp`. */
  readonly transport: string | undefined;
  readonly layers: readonly LayerSample[];
  readonly audioBitrateBps: number;
  readonly bitrateBps: number;
  readonly rttMs: number | undefined;
  readonly loss: number | undefined;
}

export interface InboundSample {
  /** What carries the packets: `udp` or `tcp`. */
  readonly transport: string | undefined;
  readonly bitrateBps: number;
  readonly fps: number;
  /** Fraction 0 to 1 missed since the last sample, before retransmission. */
  readonly loss: number;
  readonly rttMs: number | undefined;
  readonly codec: string | undefined;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly framesDecoded: number;
  readonly freezeCount: number;
  readonly freezeSeconds: number;
  readonly rtxPackets: number;
  readonly audioPackets: number;
  readonly audioEnergy: number;
  readonly audioLevel: number;
}

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

/** Turns the growing counters of getStats into rates: each call compares a report with the one before it. */
export class StatsSampler {
  private previous: StatsReport = new Map();

  outbound(report: StatsReport): OutboundSample {
    const video = ofType(report, 'outbound-rtp', 'video');
    const layers = video.map((stat) => this.layer(report, stat)).sort((a, b) => rank(b.rid) - rank(a.rid));
    const audioBitrateBps = sum(ofType(report, 'outbound-rtp', 'audio').map((stat) => this.bitrateBps(stat, 'bytesSent')));
    const remotes = ofType(report, 'remote-inbound-rtp');
    const losses = remotes.map((stat) => number(stat, 'fractionLost')).filter((loss) => loss !== undefined);
    this.previous = report;
    return {
      layers,
      audioBitrateBps,
      bitrateBps: audioBitrateBps + sum(layers.map((layer) => layer.bitrateBps)),
      rttMs: pathRttMs(report),
      transport: pathTransport(report),
      loss: losses.length === 0 ? undefined : Math.max(...losses),
    };
  }

  inbound(report: StatsReport): InboundSample {
    const [video = {}] = ofType(report, 'inbound-rtp', 'video');
    const [audio = {}] = ofType(report, 'inbound-rtp', 'audio');
    const sample = {
      bitrateBps: this.bitrateBps(video, 'bytesReceived') + this.bitrateBps(audio, 'bytesReceived'),
      fps: number(video, 'framesPerSecond') ?? 0,
      loss: this.loss(video, audio),
      rttMs: pathRttMs(report),
      transport: pathTransport(report),
      codec: codecOf(report, video),
      frameWidth: number(video, 'frameWidth') ?? 0,
      frameHeight: number(video, 'frameHeight') ?? 0,
      framesDecoded: number(video, 'framesDecoded') ?? 0,
      freezeCount: number(video, 'freezeCount') ?? 0,
      freezeSeconds: number(video, 'totalFreezesDuration') ?? 0,
      rtxPackets: number(video, 'retransmittedPacketsReceived') ?? 0,
      audioPackets: number(audio, 'packetsReceived') ?? 0,
      audioEnergy: number(audio, 'totalAudioEnergy') ?? 0,
      audioLevel: number(audio, 'audioLevel') ?? 0,
    };
    this.previous = report;
    return sample;
  }

  private layer(report: StatsReport, stat: Stat): LayerSample {
    const remote = ofType(report, 'remote-inbound-rtp').find((candidate) => candidate['localId'] === stat['id']) ?? {};
    const rttSeconds = number(remote, 'roundTripTime');
    return {
      rid: text(stat, 'rid'),
      codec: codecOf(report, stat),
      width: number(stat, 'frameWidth') ?? 0,
      height: number(stat, 'frameHeight') ?? 0,
      fps: number(stat, 'framesPerSecond') ?? 0,
      bitrateBps: this.bitrateBps(stat, 'bytesSent'),
      rttMs: rttSeconds === undefined ? undefined : rttSeconds * MS_PER_SECOND,
      loss: number(remote, 'fractionLost'),
      limitedBy: text(stat, 'qualityLimitationReason') ?? 'none',
    };
  }

  private bitrateBps(stat: Stat, counter: string): number {
    const elapsedMs = this.growth(stat, 'timestamp');
    return elapsedMs > 0 ? (this.growth(stat, counter) * BITS_PER_BYTE * MS_PER_SECOND) / elapsedMs : 0;
  }

  private loss(...stats: readonly Stat[]): number {
    const lost = sum(stats.map((stat) => this.growth(stat, 'packetsLost')));
    const received = sum(stats.map((stat) => this.growth(stat, 'packetsReceived')));
    return lost + received > 0 ? lost / (lost + received) : 0;
  }

  /** Zero for a stat seen for the first time, and for a counter that went back: late packets lower packetsLost. */
  private growth(stat: Stat, counter: string): number {
    const before = this.previous.get(text(stat, 'id') ?? '');
    if (before === undefined) {
      return 0;
    }
    return Math.max(0, (number(stat, counter) ?? 0) - (number(before, counter) ?? 0));
  }
}

/** The round trip of the ICE pair in use, from its consent checks. */
function pathRttMs(report: StatsReport): number | undefined {
  const pair = pairInUse(report);
  const seconds = pair === undefined ? undefined : number(pair, 'currentRoundTripTime');
  return seconds === undefined ? undefined : seconds * MS_PER_SECOND;
}

function pathTransport(report: StatsReport): string | undefined {
  const pair = pairInUse(report);
  const local = report.get(pair === undefined ? '' : text(pair, 'localCandidateId') ?? '');
  return local === undefined ? undefined : text(local, 'protocol');
}

function pairInUse(report: StatsReport): Stat | undefined {
  const [transport] = ofType(report, 'transport');
  const selected = report.get(transport === undefined ? '' : text(transport, 'selectedCandidatePairId') ?? '');
  return selected ?? ofType(report, 'candidate-pair').find((candidate) => candidate['nominated'] === true);
}

function codecOf(report: StatsReport, stat: Stat): string | undefined {
  const codec = report.get(text(stat, 'codecId') ?? '');
  return codec === undefined ? undefined : text(codec, 'mimeType')?.split('/')[1];
}

function ofType(report: StatsReport, type: string, kind?: string): Stat[] {
  return [...report.values()].filter((stat) => stat['type'] === type && (kind === undefined || stat['kind'] === kind));
}

function number(stat: Stat, field: string): number | undefined {
  const value = stat[field];
  return typeof value === 'number' ? value : undefined;
}

function text(stat: Stat, field: string): string | undefined {
  const value = stat[field];
  return typeof value === 'string' ? value : undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** By name, not by size: a paused layer has no size. */
function rank(rid: string | undefined): number {
  return SIMULCAST_LAYERS.findIndex((layer) => layer.rid === rid);
}
