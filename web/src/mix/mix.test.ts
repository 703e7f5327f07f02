import { describe, expect, it } from 'vitest';
import { documentOf, moved, offset, placed, resized, scaled, START, type Tile, userOf } from './MixPlan';

const CANVAS = { width: 640, height: 360 };
const ANN: Tile = { userId: 'ann', streamId: 'ann_main', x: 20, y: 20, width: 200, height: 100 };

describe('a plan of a mix', () => {
  it('is a document that names tiles in a layout of one’s own alone', () => {
    expect(documentOf({ ...START, tiles: [ANN] })).toEqual({
      mode: 2,
      output: {
        video: {
          normal: { width: 640, height: 360, fps: 25, bitrate: 806 }, exparams: { renderMode: 1 }, backgroundColor: '0x101820',
        },
      },
    });
    expect(documentOf({ ...START, layout: 'custom', tiles: [ANN] })).toMatchObject({
      mode: 1, customMode: true,
      input: { video: [{ user_id: 'ann', stream_id: 'ann_main', x: 20, y: 20, width: 200, height: 100, z_order: 0 }] },
    });
  });

  it('says what lies behind and above', () => {
    const plan = { ...START, crop: false, picture: 'https://pictures.example/a.png', text: 'live', clock: true };
    expect(documentOf(plan)).toMatchObject({
      output: { video: { exparams: { renderMode: 2 }, backgroundPicture: { picture: [{ uri: 'https://pictures.example/a.png' }] } } },
      waterMark: { mixScreen: { text: [{ text: 'live', fontSize: 25 }], timestamp: { fontSize: 25 } } },
    });
  });

  it('has the viewer’s offset from UTC', () => {
    const at = (minutes: number): Date => ({ getTimezoneOffset: () => minutes }) as Date;
    expect([at(-480), at(210), at(0)].map(offset)).toEqual(['+08:00', '-03:30', '+00:00']);
  });
});

describe('tiles', () => {
  it('stay on even pixels of the canvas', () => {
    expect(moved(ANN, CANVAS, 31.7, -5)).toMatchObject({ x: 30, y: 0 });
    expect(moved(ANN, CANVAS, 9_000, 9_000)).toMatchObject({ x: 440, y: 260 });
    expect(resized(ANN, CANVAS, 9_000, 1)).toMatchObject({ width: 620, height: 32 });
  });

  it('come for those who come and go with those who go', () => {
    const first = placed([], ['ann_main', 'bob_main'], CANVAS);
    expect(first.map(({ userId, x, y, width, height }) => [userId, x, y, width, height]))
      .toEqual([['ann', 0, 0, 212, 120], ['bob', 212, 0, 212, 120]]);
    const changed = placed([ANN, ...first.slice(1)], ['bob_main', 'c_d_screen'], CANVAS);
    expect(changed.map(({ streamId }) => streamId)).toEqual(['bob_main', 'c_d_screen']);
    expect(userOf('c_d_screen')).toBe('c_d');
  });

  it('keep their share of another canvas', () => {
    expect(scaled([ANN], CANVAS, { width: 1280, height: 720 })[0]).toEqual({ ...ANN, x: 40, y: 40, width: 400, height: 200 });
    const [standing] = scaled([{ ...ANN, x: 440, y: 260 }], CANVAS, { width: 360, height: 640 });
    expect(standing!.x + standing!.width).toBeLessThanOrEqual(360);
    expect(standing!.y + standing!.height).toBeLessThanOrEqual(640);
  });
});
