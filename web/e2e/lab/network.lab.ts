import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explained } from '../support/explained';
import { LiveKitServer } from '../support/LiveKitServer';
import type { LinkLimits } from '../support/NarrowLink';
import { RingcastServer } from '../support/RingcastServer';
import { devToken } from '../support/tokens';
import { plot, type Series } from './plot';
import { type Stretch, WeakPeer } from './WeakPeer';
import { ANNOUNCED, Wire } from './Wire';

const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_261_129);
/** Until the viewer has the layer it wishes. */
const SETTLE_MS = 8_000;
const MEASURED_MS = 25_000;
const SERVERS = new RegExp(process.env['WEAK_NETWORK_SERVERS'] ?? '');
const OUTPUT = process.env['WEAK_NETWORK_TABLE'] ?? '';
const TRACE = process.env['WEAK_NETWORK_TRACE'] !== undefined;

interface Cell {
  readonly name: string;
  /** To the viewer. */
  readonly down?: Partial<LinkLimits>;
  /** From the publisher. */
  readonly up?: Partial<LinkLimits>;
}

const CELLS: readonly Cell[] = [
  { name: 'down 1 Mbit/s', down: { bps: 1_000_000 } },
  { name: 'down 400 kbit/s', down: { bps: 400_000 } },
  { name: 'down 150 kbit/s', down: { bps: 150_000 } },
  { name: 'down 10 % lost', down: { loss: 0.1 } },
  { name: 'down 20 % lost', down: { loss: 0.2 } },
  { name: 'down 40 % lost', down: { loss: 0.4 } },
  { name: 'up 20 % lost', up: { loss: 0.2 } },
].filter(({ name }) => new RegExp(process.env['WEAK_NETWORK_CELLS'] ?? '').test(name));

interface Contender {
  readonly name: string;
  readonly url: string;
  readonly wire: Wire;
  /** Whether its clients have one connection for both ways. */
  readonly single: boolean;
}

interface Run {
  readonly free: Stretch;
  readonly weak: Stretch;
  readonly kbps: readonly number[];
}

const contenders: Contender[] = [];
const stops: (() => Promise<void>)[] = [];

async function ringcast(estimation: 'on' | 'off'): Promise<void> {
  Object.assign(process.env, {
    RINGCAST_MEDIA_ESTIMATION: estimation, RINGCAST_MEDIA_LOOPS: '1', RINGCAST_MEDIA_ANNOUNCED_IP: ANNOUNCED, RINGCAST_MEDIA_TCP_PORT: '0',
  });
  const server = await RingcastServer.start();
  stops.push(() => server.stop());
  contenders.push({ name: `Ringcast, estimation ${estimation}`, url: server.url, wire: await Wire.before(server.port + 2, SEED), single: true });
}

beforeAll(async () => {
  if (SERVERS.test('Ringcast, estimation off')) {
    await ringcast('off');
  }
  if (SERVERS.test('Ringcast, estimation on')) {
    await ringcast('on');
  }
  const livekit = SERVERS.test('LiveKit 1.9.12') ? await LiveKitServer.start(ANNOUNCED) : undefined;
  if (livekit !== undefined) {
    stops.push(() => livekit.stop());
    contenders.push({ name: 'LiveKit 1.9.12', url: livekit.url, wire: await Wire.before(livekit.mediaPort, SEED), single: false });
  }
}, 120_000);
afterAll(async () => {
  contenders.forEach(({ wire }) => wire.close());
  await Promise.all(stops.map((stop) => stop()));
});

async function seconds(count: number, each: () => void): Promise<void> {
  for (let second = 0; second < count; second++) {
    await new Promise((later) => setTimeout(later, 1_000));
    each();
  }
}

/** One 720p publisher of three layers with sound, one viewer; the link is free at first, then as the cell says. */
async function measure({ name, url, wire, single }: Contender, cell: Cell): Promise<Run> {
  const room = `weak ${cell.name} ${Math.round(performance.now())}`;
  const uplink = wire.next(SEED);
  const publisher = await WeakPeer.join(url, devToken('ann', { room, roomJoin: true }), true, single);
  let viewer: WeakPeer | undefined;
  try {
    await new Promise((later) => setTimeout(later, 1_500));
    const downlink = wire.next(SEED + 1);
    viewer = await WeakPeer.join(url, devToken('bob', { room, roomJoin: true }), false, single);
    await viewer.sees();
    await seconds(SETTLE_MS / 1_000, () => undefined);
    const free = viewer.stretch();
    uplink.limit({ up: cell.up });
    downlink.limit({ down: cell.down });
    const kbps: number[] = [];
    let carried = downlink.down.bytes;
    await seconds(MEASURED_MS / 1_000, () => {
      kbps.push(Math.round((downlink.down.bytes - carried) * 8 / 1_000));
      carried = downlink.down.bytes;
      if (TRACE && kbps.length % 6 === 0 && name.startsWith('Ringcast')) {
        void explained(url, room).then((why) => console.log(kbps.length, why), () => undefined);
      }
    });
    return { free, weak: viewer.stretch(), kbps };
  } finally {
    await viewer?.leave();
    await publisher.leave();
    wire.clear();
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Which widths were shown for how many of the seconds. */
function sizes(widths: readonly number[]): string {
  const counts = new Map<number, number>();
  widths.forEach((width) => counts.set(width, (counts.get(width) ?? 0) + 1));
  return [...counts].sort(([one], [other]) => other - one).map(([width, count]) => `${width === 0 ? 'none' : width}×${count}`).join(' ');
}

function row(cell: Cell, name: string, { free, weak, kbps }: Run): string {
  const mean = Math.round(kbps.reduce((sum, one) => sum + one, 0) / kbps.length);
  return `| ${cell.name} | ${name} | ${percent(weak.concealed)} | ${percent(weak.stalled)} | ${Math.round(weak.longestGapMs)} ms`
    + ` | ${(weak.frames / weak.seconds).toFixed(1)} | ${mean} kbit/s | ${sizes(weak.widthsBySecond)}`
    + ` | ${(free.frames / free.seconds).toFixed(1)}, ${percent(free.stalled)}, ${free.widthsBySecond.at(-1)} |`;
}

it('measures each link with each server in turn', { timeout: 1_800_000 }, async () => {
  const lines = [
    '| link | server | sound made up | stalled | longest gap | frames/s | carried | width × seconds | free before: frames/s, stalled, width |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const cell of CELLS) {
    const series: Series[] = [];
    for (const contender of contenders) {
      const run = await measure(contender, cell);
      series.push({ name: contender.name, kbps: run.kbps, frames: run.weak.framesBySecond, widths: run.weak.widthsBySecond });
      lines.push(row(cell, contender.name, run));
      console.log(lines.at(-1));
    }
    if (OUTPUT !== '') {
      mkdirSync(dirname(OUTPUT), { recursive: true });
      const file = `weak-network-${cell.name.replaceAll(/[^a-z0-9]+/g, '-')}.svg`;
      writeFileSync(join(dirname(OUTPUT), file), plot(cell.name, series, (cell.down?.bps ?? 0) / 1_000));
      writeFileSync(OUTPUT, `${lines.join('\n')}\n`);
    }
  }
  expect(lines.length).toBe(2 + CELLS.length * contenders.length);
});
