import { describe, expect, it } from 'vitest';
import { gridPlaces, pageCount, PAGE_TILES_MAX, type Place, sideBySide, type Size, stagePlaces } from './gridLayout';

const GAP = 10;
const BOXES: Size[] = [
  { width: 1416, height: 760 }, { width: 374, height: 640 }, { width: 820, height: 380 },
  { width: 700, height: 700 }, { width: 320, height: 420 },
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
