import { describe, expect, it } from 'vitest';
import type { LayerSample } from '../../stats/StatsSampler';
import type { Figures } from '../session/RoomSession';
import { figuresText } from './figuresText';
import { focusOf, seatOrder, type Seatable } from './seating';

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
      one('me', { isLocal: true }), one('a', { spokeAtMs: 500 }), one('b', { spokeAtMs: 200 }),
      one('c', { speaking: true, spokeAtMs: 900 }),
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
    sent: false, transport: 'udp', bitrateBps: 1_240_000, fps: 29.6,
    loss: 0.012, rttMs: 4.2, codec: 'VP8', frameWidth: 1280, frameHeight: 720,
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
      sent: true, transport: 'udp',
      layers: [layer, { ...layer, rid: 'q', bitrateBps: 0 }], audioBitrateBps: 0, bitrateBps: 0, rttMs: 4, loss: 0,
    };
    expect(figuresText(sent).split('\n')).toEqual(
      ['sent, VP8', 'BIG  1280×720  30 fps  1.50 Mbit/s', 'SMALL  paused', 'loss 0.0 %  RTT 4.0 ms']);
  });
});
