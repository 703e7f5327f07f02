import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { busyCamera } from '../support/busyCamera';
import { launch } from '../support/Chromium';
import { explained } from '../support/explained';
import { LiveKitServer } from '../support/LiveKitServer';
import { LiveKitTab } from '../support/LiveKitTab';
import { type LinkLimits, NarrowLink } from '../support/NarrowLink';
import { RingcastServer } from '../support/RingcastServer';
import { devToken } from '../support/tokens';
import { type Seen, Watcher } from '../support/Watcher';
import { plot, type Series } from './plot';

const SEED = Number(process.env['RINGCAST_SEED'] ?? 20_261_129);
/** Until both have the layer they wish. */
const SETTLE_MS = 8_000;
const MEASURED_S = 25;
const SERVERS = new RegExp(process.env['WEAK_NETWORK_SERVERS'] ?? '');
const OUTPUT = process.env['WEAK_NETWORK_TABLE'] ?? '';

interface Cell {
  readonly name: string;
  /** The viewer's. */
  readonly down?: Partial<LinkLimits>;
  /** The publisher's. */
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

interface Run {
  readonly whole: Seen;
  readonly widths: readonly number[];
  /** What it showed, and about what came, on the free link before. */
  readonly freeWidth: number;
  readonly freeBps: number;
  readonly carriedBps: number;
  readonly kbps: readonly number[];
  readonly frames: readonly number[];
}

const contenders = new Map<string, string>();
const stops: (() => Promise<void>)[] = [];
let browser: Browser;

beforeAll(async () => {
  for (const estimation of ['off', 'on']) {
    process.env['RINGCAST_MEDIA_ESTIMATION'] = estimation;
    const server = await RingcastServer.start();
    stops.push(() => server.stop());
    contenders.set(`Ringcast, estimation ${estimation}`, server.url);
  }
  const livekit = await LiveKitServer.start();
  if (livekit !== undefined) {
    stops.push(() => livekit.stop());
    contenders.set('LiveKit 1.9.12', livekit.url);
  }
  browser = await launch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all(stops.map((stop) => stop()));
});

/** One 720p simulcast publisher with sound on a free link, one viewer behind the cell's. */
async function measure(server: string, cell: Cell, page: string): Promise<Run> {
  const room = `weak ${cell.name} ${Math.round(performance.now())}`;
  const publisher = await LiveKitTab.open(browser, page);
  let watcher: Watcher | undefined;
  let uplink: NarrowLink | undefined;
  try {
    if (cell.up !== undefined) {
      await publisher.mediaBy(async (port) => (uplink ??= await NarrowLink.open(port, SEED)).port);
    }
    await busyCamera(publisher.page);
    await publisher.connect(server, devToken('ann', { room, roomJoin: true }), '/rtc/v1');
    await publisher.publish();
    watcher = await Watcher.join(browser, page, server, devToken('bob', { room, roomJoin: true }), '/rtc/v1', SEED);
    await watcher.tab.page.waitForTimeout(SETTLE_MS);
    const free = await watcher.seen();
    const before = watcher.link.carriedDown.bytes;
    const freeBps = before * 8 / free.seconds;
    watcher.link.limitDown(cell.down ?? {});
    uplink?.limitUp(cell.up ?? {});
    const parts: Seen[] = [];
    const kbps: number[] = [];
    let carried = before;
    for (let second = 0; second < MEASURED_S; second++) {
      await watcher.tab.page.waitForTimeout(1_000);
      parts.push(await watcher.seen());
      kbps.push(Math.round((watcher.link.carriedDown.bytes - carried) * 8 / 1_000 / parts.at(-1)!.seconds));
      carried = watcher.link.carriedDown.bytes;
      if (process.env['LAB_TRACE'] !== undefined && (second === 3 || second === 8 || second === 20)) {
        console.log(second, parts.at(-1)?.frames, parts.at(-1)?.width, await publisher.sent(), await explained(server, room).catch(() => ''));
      }
    }
    const seconds = sum(parts, (part) => part.seconds);
    const whole: Seen = {
      ...parts.at(-1)!, seconds, frames: sum(parts, (part) => part.frames),
      longestGapMs: Math.max(...parts.map((part) => part.longestGapMs)),
      stalled: sum(parts, (part) => part.stalled * part.seconds) / seconds,
      concealed: sum(parts, (part) => part.concealed * part.seconds) / seconds,
    };
    return {
      whole, widths: parts.map((part) => part.width), freeWidth: free.width, freeBps, carriedBps: (carried - before) * 8 / seconds,
      kbps, frames: parts.map((part) => Math.round(part.frames / part.seconds)),
    };
  } finally {
    await watcher?.close();
    await publisher.close();
    uplink?.close();
  }
}

function sum(parts: readonly Seen[], of: (part: Seen) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
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

it('measures each link with each server in turn', { timeout: 1_800_000 }, async () => {
  const page = contenders.values().next().value!;
  const lines = [
    '| link | server | sound made up | stalled | longest gap | frames/s | carried | width × seconds | before: width, rate |', '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const cell of CELLS) {
    const series: Series[] = [];
    for (const [name, url] of [...contenders].filter(([name]) => SERVERS.test(name))) {
      const { whole, widths, freeWidth, freeBps, carriedBps, kbps, frames } = await measure(url, cell, page);
      series.push({ name, kbps, frames, widths });
      lines.push(`| ${cell.name} | ${name} | ${percent(whole.concealed)} | ${percent(whole.stalled)} | ${Math.round(whole.longestGapMs)} ms`
        + ` | ${(whole.frames / whole.seconds).toFixed(1)} | ${Math.round(carriedBps / 1_000)} kbit/s | ${sizes(widths)} | ${freeWidth}, ${Math.round(freeBps / 1_000)} kbit/s |`);
      console.log(lines.at(-1));
    }
    if (OUTPUT !== '') {
      mkdirSync(dirname(OUTPUT), { recursive: true });
      const name = cell.name.replaceAll(/[^a-z0-9]+/g, '-');
      writeFileSync(join(dirname(OUTPUT), `weak-network-${name}.svg`), plot(cell.name, series, (cell.down?.bps ?? 0) / 1_000));
    }
  }
  if (OUTPUT !== '') {
    mkdirSync(dirname(OUTPUT), { recursive: true });
    writeFileSync(OUTPUT, `${lines.join('\n')}\n`);
  }
  expect(lines.length).toBeGreaterThan(2);
});
