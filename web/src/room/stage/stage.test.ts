import { describe, expect, it } from 'vitest';
import type { LayerSample } from '../../stats/StatsSampler';
import type { Figures } from '../session/RoomSession';
import { figuresText } from './figuresText';
import { gridPlaces, pageCount, PAGE_TILES_MAX, type Place, sideBySide, type Size, stagePlaces } from './gridLayout';
import { hueOf, initials } from './initials';
import { focusOf, seatOrder, type Seatable } from './seating';

const GAP = 10;
const BOXES: Size[] = [
  { width: 1416, height: 760 }, { width: 374, height: 640 }, { width: 820, height: 380 }, { width: 700, height: 700 }, { width: 320, height: 420 },
];
const ROUNDING = 0.01;

function inside(box: Size, { left, top, width, height }: Place): boolean {
  return left >= -ROUNDING && top >= -ROUNDING && left + width <= box.width + ROUNDING && top + height <= box.height + ROUNDING;
}

function overlap(a: Place, b: Place): boolean {
  return a.left < b.left + b.width - ROUNDING && b.left < a.left + a.width - ROUNDING
    && a.top < b.top + b.height - ROUNDING && b.top < a.top + a.height - ROUNDING;
}

function anyOverlap(places: readonly Place[]): boolean {
  return places.some((one, index) => places.slice(index + 1).some((other) => overlap(one, other)));
}

describe.each(BOXES)('a grid in $width×$height', (box) => {
  it.each(Array.from({ length: PAGE_TILES_MAX }, (_, index) => index + 1))('fits %i tiles of one size without overlap', (count) => {
    const places = gridPlaces(box, count, GAP);
    expect(places).toHaveLength(count);
    expect(places.every((place) => inside(box, place))).toBe(true);
    expect(anyOverlap(places)).toBe(false);
    expect(new Set(places.map(({ width, height }) => `${width}×${height}`)).size).toBe(1);
    expect(places[0]!.width).toBeGreaterThan(70);
    expect(places[0]!.width / places[0]!.height).toBeLessThanOrEqual(16 / 9 + ROUNDING);
  });

  it.each([[2, 0], [2, 3], [3, 1], [4, 40]])('sets %i linked hosts side by side, with %i others', (count, others) => {
    const { linked, strip } = sideBySide(box, count, others, GAP);
    expect(linked).toHaveLength(count);
    expect([...linked, ...strip].every((place) => inside(box, place))).toBe(true);
    expect(anyOverlap([...linked, ...strip])).toBe(false);
    expect(new Set(linked.map(({ width, height }) => `${width}×${height}`)).size).toBe(1);
    expect(linked[0]!.top).toBeCloseTo(linked[1]!.top);
    expect(linked[0]!.left).toBeLessThan(linked[1]!.left);
    expect(strip.length === 0).toBe(others === 0);
  });

  it.each([0, 1, 5, 40])('keeps a focused picture and %i others apart', (others) => {
    const { focus, strip } = stagePlaces(box, others, GAP);
    expect([focus, ...strip].every((place) => inside(box, place))).toBe(true);
    expect(anyOverlap([focus, ...strip])).toBe(false);
    expect(strip.length).toBeLessThanOrEqual(others);
    expect(focus.width * focus.height).toBeGreaterThan(box.width * box.height * 0.4);
  });
});

describe('a grid', () => {
  it('puts two side by side on a wide screen and one above the other on a tall one', () => {
    const [left, right] = gridPlaces({ width: 1400, height: 760 }, 2, GAP);
    expect(left!.top).toBe(right!.top);
    const [above, below] = gridPlaces({ width: 380, height: 640 }, 2, GAP);
    expect(above!.left).toBe(below!.left);
  });

  it('centres a last row that is not full', () => {
    const places = gridPlaces({ width: 1400, height: 760 }, 3, GAP);
    const { left, width } = places[2]!;
    expect(left + width / 2).toBeCloseTo(700);
  });

  it('keeps the whole picture on a wide screen', () => {
    const { width, height } = gridPlaces({ width: 1400, height: 760 }, 2, GAP)[0]!;
    expect(width / height).toBeCloseTo(16 / 9);
  });

  it('has no places for nobody or in no room', () => {
    expect(gridPlaces({ width: 1400, height: 760 }, 0, GAP)).toEqual([]);
    expect(gridPlaces({ width: 0, height: 760 }, 3, GAP)).toEqual([]);
  });

  it.each([[0, 1], [16, 1], [17, 2], [33, 3]])('of %i tiles has %i pages', (tiles, pages) => {
    expect(pageCount(tiles)).toBe(pages);
  });
});

function one(key: string, about: Partial<Seatable> = {}): Seatable {
  return { key, isLocal: false, isScreen: false, speaking: false, spokeAtMs: 0, ...about };
}

describe('seats', () => {
  it('are kept, and taken last by who comes', () => {
    expect(seatOrder(['b', 'gone', 'a'], [one('a'), one('b'), one('c')], 16)).toEqual(['b', 'a', 'c']);
  });

  it('on the first page are not moved by those who speak there', () => {
    expect(seatOrder(['a', 'b', 'c'], [one('a'), one('b', { speaking: true }), one('c')], 2)).toEqual(['a', 'b', 'c']);
  });

  it('are changed between a speaker of a later page and whoever was silent longest', () => {
    const present = [
      one('me', { isLocal: true }), one('a', { spokeAtMs: 500 }), one('b', { spokeAtMs: 200 }), one('c', { speaking: true, spokeAtMs: 900 }),
    ];
    expect(seatOrder(['me', 'a', 'b', 'c'], present, 3)).toEqual(['me', 'a', 'c', 'b']);
  });

  it('are not taken from those who speak themselves', () => {
    const present = [one('a', { speaking: true }), one('b', { speaking: true })];
    expect(seatOrder(['a', 'b'], present, 1)).toEqual(['a', 'b']);
  });
});

describe('the focus', () => {
  it('is nobody’s while there is no screen and no pin', () => {
    expect(focusOf([one('a'), one('b')], undefined)).toBeUndefined();
  });

  it('is the newest screen of somebody else', () => {
    const present = [one('a', { isScreen: true }), one('b', { isScreen: true }), one('me', { isScreen: true, isLocal: true })];
    expect(focusOf(present, undefined)).toBe('b');
  });

  it('is the pinned one while it is there', () => {
    const present = [one('a'), one('s', { isScreen: true })];
    expect(focusOf(present, 'a')).toBe('a');
    expect(focusOf(present, 'gone')).toBe('s');
  });
});

describe('figures of a picture', () => {
  const received: Figures = {
    sent: false, transport: 'udp', bitrateBps: 1_240_000, fps: 29.6, loss: 0.012, rttMs: 4.2, codec: 'VP8', frameWidth: 1280, frameHeight: 720,
    framesDecoded: 1, freezeCount: 0, freezeSeconds: 0, rtxPackets: 0, audioPackets: 0, audioEnergy: 0, audioLevel: 0,
  };
  const layer: LayerSample = {
    rid: 'f', codec: 'VP8', width: 1280, height: 720, fps: 30, bitrateBps: 1_500_000, rttMs: 4, loss: 0, limitedBy: 'none',
  };

  it('are said when nothing flows', () => {
    expect(figuresText(undefined)).toBe('nothing flows');
  });

  it('are size, rates and losses of what is received', () => {
    expect(figuresText(received)).toBe('VP8  1280×720\n30 fps  1.24 Mbit/s\nloss 1.2 %  RTT 4.2 ms');
  });

  it('are a line for each layer of what is sent', () => {
    const sent: Figures = {
      sent: true, transport: 'udp', layers: [layer, { ...layer, rid: 'q', bitrateBps: 0 }], audioBitrateBps: 0, bitrateBps: 0, rttMs: 4, loss: 0,
    };
    expect(figuresText(sent).split('\n')).toEqual(
      ['sent, VP8', 'BIG  1280×720  30 fps  1.50 Mbit/s', 'SMALL  paused', 'loss 0.0 %  RTT 4.0 ms']);
  });
});

describe('initials', () => {
  it.each([
    ['ann', 'A'], ['ann lee', 'AL'], ['Ann-Marie van der Lee', 'AL'], ['guest-4x', 'G4'], ['', '?'], ['  ', '?'], ['😀 face', '😀F'], ['élan', 'É'],
  ])('of “%s” are %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });

  it('come in a colour of their own', () => {
    expect(hueOf('ann')).toBe(hueOf('ann'));
    expect(new Set(['ann', 'bob', 'cid', 'dan', 'eve'].map(hueOf)).size).toBe(5);
  });
});
