/** What the editor wants of a mix, and the document that says so. */

export type MixLayout = 'custom' | 'floating' | 'adaptive';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A stream's place on the canvas, in pixels. */
export interface Tile extends Size {
  readonly userId: string;
  readonly streamId: string;
  readonly x: number;
  readonly y: number;
}

export interface MixPlan {
  readonly layout: MixLayout;
  readonly canvas: Size;
  /** Cuts pictures to their tiles, or shows them whole. */
  readonly crop: boolean;
  /** `#rrggbb`. */
  readonly ground: string;
  /** The address of a picture behind the tiles; empty for none. */
  readonly picture: string;
  readonly text: string;
  readonly clock: boolean;
  readonly tiles: readonly Tile[];
}

export const START: MixPlan = {
  layout: 'floating', canvas: { width: 640, height: 360 }, crop: true, ground: '#101820', picture: '', text: '', clock: false, tiles: [],
};

const MODES: Readonly<Record<MixLayout, number>> = { custom: 1, floating: 2, adaptive: 3 };
const FRAMES_PER_SECOND = 25;
const BITS_PER_PIXEL = 3.5;
const SIDE_MIN = 32;
/** A text's height, as a part of the canvas's. */
const TEXT_SHARE = 0.07;

/** RongCloud's document of a plan. */
export function documentOf(plan: MixPlan): object {
  const { width, height } = plan.canvas;
  const fontSize = Math.round(height * TEXT_SHARE);
  const mark = { fontSize, color: 'white', alpha: 0.9 };
  const tiles = plan.tiles.map(({ userId, streamId, x, y, width: wide, height: high }, i) =>
    ({ user_id: userId, stream_id: streamId, x, y, width: wide, height: high, z_order: Math.min(i, 16) }));
  const video = {
    normal: { width, height, fps: FRAMES_PER_SECOND, bitrate: Math.round((width * height * BITS_PER_PIXEL) / 1000) },
    exparams: { renderMode: plan.crop ? 1 : 2 },
    backgroundColor: `0x${plan.ground.slice(1)}`,
    ...(plan.picture === '' ? {} : { backgroundPicture: { fillMode: 1, picture: [{ uri: plan.picture, x: 0, y: 0, w: 1, h: 1 }] } }),
  };
  const marks = {
    ...(plan.text === '' ? {} : { text: [{ ...mark, text: plan.text, x: 0.03, y: 0.04 }] }),
    ...(plan.clock ? { timestamp: { ...mark, timezone: offset(new Date()), x: 0.03, y: 0.88 } } : {}),
  };
  return {
    mode: MODES[plan.layout],
    ...(plan.layout === 'custom' ? { customMode: true, input: { video: tiles } } : {}),
    output: { video },
    ...(Object.keys(marks).length === 0 ? {} : { waterMark: { mixScreen: marks } }),
  };
}

/** The offset of a time from UTC, `+08:00`. */
export function offset(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const part = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.abs(minutes) / 60)}:${part(Math.abs(minutes) % 60)}`;
}

/** The same tile elsewhere: on even pixels, within the canvas. */
export function moved(tile: Tile, canvas: Size, x: number, y: number): Tile {
  return { ...tile, x: even(x, canvas.width - tile.width), y: even(y, canvas.height - tile.height) };
}

/** The same tile in another size: on even pixels, within the canvas. */
export function resized(tile: Tile, canvas: Size, width: number, height: number): Tile {
  return {
    ...tile,
    width: Math.max(SIDE_MIN, even(width, canvas.width - tile.x)),
    height: Math.max(SIDE_MIN, even(height, canvas.height - tile.y)),
  };
}

function even(value: number, most: number): number {
  return 2 * Math.floor(Math.min(Math.max(value, 0), most) / 2);
}

/** The tiles of the streams that are there: those that have a place keep it, others come in a row from the left above. */
export function placed(tiles: readonly Tile[], streams: readonly string[], canvas: Size): readonly Tile[] {
  const kept = tiles.filter(({ streamId }) => streams.includes(streamId));
  const known = new Set(kept.map(({ streamId }) => streamId));
  const width = even(canvas.width / 3, canvas.width);
  const height = even(canvas.height / 3, canvas.height);
  const fresh = streams.filter((streamId) => !known.has(streamId)).map((streamId, i) => {
    const place = kept.length + i;
    return {
      streamId, userId: userOf(streamId), width, height,
      x: (place % 3) * width, y: Math.min(Math.floor(place / 3) * height, canvas.height - height),
    };
  });
  return [...kept, ...fresh];
}

/** Tiles on a canvas of another size: each keeps its share of it. */
export function scaled(tiles: readonly Tile[], from: Size, to: Size): readonly Tile[] {
  const wide = to.width / from.width;
  const high = to.height / from.height;
  return tiles.map((tile) => resized(moved({ ...tile, width: SIDE_MIN, height: SIDE_MIN }, to, tile.x * wide, tile.y * high), to,
    tile.width * wide, tile.height * high));
}

/** A stream is named by its user and its tag; a tag has no underscore. */
export function userOf(streamId: string): string {
  return streamId.slice(0, Math.max(0, streamId.lastIndexOf('_')));
}
