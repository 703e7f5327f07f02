import { describe, expect, it } from 'vitest';
import { keepPreferences, readPreferences } from '../preferences';
import { loudness } from './MicrophoneLevel';

describe('loudness', () => {
  it.each([
    ['silence', [0, 0, 0, 0], 0],
    ['full scale', [1, -1, 1, -1], 1],
    ['a tenth of it', [0.1, -0.1], 2 / 3],
    ['less than is heard', [0.0005, -0.0005], 0],
    ['nothing', [], 0],
  ])('of %s', (_, samples, expected) => {
    expect(loudness(samples)).toBeCloseTo(expected);
  });
});

describe('preferences', () => {
  function storage(kept: string | null): Pick<Storage, 'getItem' | 'setItem'> & { kept: string | null } {
    const box = { kept, getItem: () => box.kept, setItem: (_: string, value: string) => void (box.kept = value) };
    return box;
  }

  it('come back as they were kept', () => {
    const box = storage(null);
    const preferences = { name: 'ann', microphone: false, camera: true, devices: { videoinput: 'a1' } };
    keepPreferences(box, preferences);
    expect(readPreferences(box)).toEqual(preferences);
  });

  it.each([null, 'no json', '7', 'null', '{"name":3,"devices":[1],"camera":"x"}'])('of %s are the page’s own', (kept) => {
    expect(readPreferences(storage(kept))).toEqual({ name: undefined, microphone: true, camera: true, devices: {} });
  });

  it('that cannot be kept are no failure', () => {
    const full = { setItem: () => { throw new Error('quota'); } };
    expect(() => keepPreferences(full, { name: 'ann', microphone: true, camera: true, devices: {} })).not.toThrow();
  });
});
