import { describe, expect, it } from 'vitest';
import { bitrateText, lossText, rttText, sizeText } from './format';
import { Series } from './Series';
import { type Stat, type StatsReport, StatsSampler } from './StatsSampler';

function report(...stats: Stat[]): StatsReport {
  return new Map(stats.map((stat) => [String(stat['id']), stat]));
}

describe('StatsSampler', () => {
  const inbound = (timestamp: number, fields: Stat): StatsReport => report(
    { id: 'v', type: 'inbound-rtp', kind: 'video', timestamp, codecId: 'c', ...fields },
    { id: 'a', type: 'inbound-rtp', kind: 'audio', timestamp, bytesReceived: timestamp, packetsReceived: 0, packetsLost: 0,
      totalAudioEnergy: 0.5 },
    { id: 'c', type: 'codec', mimeType: 'video/VP8' },
    { id: 't', type: 'transport', selectedCandidatePairId: 'p2' },
    { id: 'p1', type: 'candidate-pair', currentRoundTripTime: 9 },
    { id: 'p2', type: 'candidate-pair', currentRoundTripTime: 0.012, localCandidateId: 'l' },
    { id: 'l', type: 'local-candidate', protocol: 'tcp' },
  );

  it('turns growth between two reports into rates', () => {
    const sampler = new StatsSampler();
    const first = sampler.inbound(inbound(1000, { bytesReceived: 10_000, packetsReceived: 100, packetsLost: 0, framesPerSecond: 30 }));
    const second = sampler.inbound(inbound(3000, { bytesReceived: 260_000, packetsReceived: 190, packetsLost: 10, framesPerSecond: 30 }));

    expect(first).toMatchObject({ bitrateBps: 0, loss: 0, fps: 30, codec: 'VP8', rttMs: 12, transport: 'tcp', audioEnergy: 0.5 });
    expect(second.bitrateBps).toBe(1_000_000 + 8_000);
    expect(second.loss).toBeCloseTo(0.1);
  });

  it('takes a late packet, which lowers packetsLost, for no loss', () => {
    const sampler = new StatsSampler();
    sampler.inbound(inbound(1000, { packetsReceived: 100, packetsLost: 5 }));
    expect(sampler.inbound(inbound(2000, { packetsReceived: 101, packetsLost: 4 })).loss).toBe(0);
  });

  it('is all zeros, not an error, for a report without media', () => {
    expect(new StatsSampler().inbound(report())).toMatchObject({ bitrateBps: 0, framesDecoded: 0, rttMs: undefined });
  });

  it('lists sent layers big to small with what the receiver reports of each', () => {
    const layer = (rid: string, width: number, bytesSent: number, timestamp: number): Stat =>
      ({ id: rid, type: 'outbound-rtp', kind: 'video', rid, frameWidth: width, frameHeight: 9, bytesSent, timestamp });
    const remote: Stat = { id: 'r', type: 'remote-inbound-rtp', localId: 'f', roundTripTime: 0.02, fractionLost: 0.25 };
    const sampler = new StatsSampler();
    sampler.outbound(report(layer('q', 320, 0, 0), layer('f', 1280, 0, 0), remote));
    const sample = sampler.outbound(report(layer('q', 320, 125, 1000), layer('f', 1280, 1250, 1000), remote));

    expect(sample.layers.map(({ rid, width, bitrateBps, rttMs, loss }) => ({ rid, width, bitrateBps, rttMs, loss }))).toEqual([
      { rid: 'f', width: 1280, bitrateBps: 10_000, rttMs: 20, loss: 0.25 },
      { rid: 'q', width: 320, bitrateBps: 1_000, rttMs: undefined, loss: undefined },
    ]);
    expect(sample).toMatchObject({ bitrateBps: 11_000, loss: 0.25 });
  });
});

describe('Series', () => {
  it('forgets the oldest value when full', () => {
    const series = new Series(3);
    [1, 2, 3, 4].forEach((value) => series.push(value));
    expect(series.lines(4)).toEqual([[{ x: 0, y: 0.4 }, { x: 0.5, y: 0.6 }, { x: 1, y: 0.8 }]]);
    expect(series.latest).toBe(4);
  });

  it('breaks the line where a value is missing, and keeps the newest at the right', () => {
    const series = new Series(5);
    [10, undefined, 5].forEach((value) => series.push(value));
    expect(series.lines(1)).toEqual([[{ x: 0.5, y: 1 }], [{ x: 1, y: 0.5 }]]);
  });

  const scales = [[3, 1, 5], [50, 1, 50], [51, 1, 100], [0, 20, 20], [0.3, 0.02, 0.5]] as const;

  it.each(scales)('has room for %d above a floor of %d with a top of %d', (most, floor, top) => {
    const series = new Series(2);
    series.push(most);
    expect(series.ceiling(floor)).toBeCloseTo(top);
  });
});

describe('numbers', () => {
  it('are written for people', () => {
    expect([bitrateText(2_400_000), bitrateText(64_400), bitrateText(undefined)]).toEqual(['2.40 Mbit/s', '64 kbit/s', '–']);
    expect([lossText(0.123), rttText(0.4), rttText(31.6)]).toEqual(['12.3 %', '0.4 ms', '32 ms']);
    expect([sizeText(1280, 720), sizeText(0, 0)]).toEqual(['1280×720', '–']);
  });
});
