import { describe, expect, it } from 'vitest';
import { CaptureFailure } from '../media/LocalMedia';
import { Problem, Unreachable } from '../protocol/Problem';
import { ArrivalWatch } from './ArrivalWatch';
import { explain, explainGone } from './explain';

const ORIGIN = 'http://server:7880';

describe('explain', () => {
  it.each([
    ['a refused token', new Problem(401, 'Token expired', 'Make a new one'), 'Token expired', true],
    ['a forbidden room', new Problem(403, 'Wrong room', ''), 'Wrong room', true],
    ['a room without publisher', new Problem(404, 'Not found', ''), 'Nobody is publishing in “demo” yet', false],
    ['a full server', new Problem(503, 'Busy', ''), 'Busy', false],
    ['a server that is gone', new Unreachable(ORIGIN, undefined), 'The server does not answer', false],
    ['a refused camera', new CaptureFailure('The camera was refused', ''), 'The camera was refused', false],
    ['a fault', new Error('boom'), 'That did not work', false],
  ])('tells %s', (_, error, title, asksForToken) => {
    expect(explain(error, 'demo', ORIGIN)).toMatchObject({ title, asksForToken, streams: [] });
  });

  it('offers the streams of a room with several publishers', () => {
    const several = new Problem(409, 'Several', '', ['alice_main', 'bob_main']);
    expect(explain(several, 'demo', ORIGIN).streams).toEqual(['alice_main', 'bob_main']);
  });

  it('tells a server that said goodbye from a lost path', () => {
    expect(explainGone('ended', ORIGIN).title).not.toBe(explainGone('lost', ORIGIN).title);
  });
});

describe('ArrivalWatch', () => {
  it('waits for the first frame, forgives a short pause, then says what is left', () => {
    const watch = new ArrivalWatch();
    const samples = [[0, 0], [0, 50], [1, 100], [1, 150], [1, 200], [1, 250], [1, 300], [1, 300], [2, 300]];
    expect(samples.map(([framesDecoded = 0, audioPackets = 0]) => watch.next({ framesDecoded, audioPackets })))
      .toEqual(['nothing', 'sound', 'picture', 'picture', 'picture', 'picture', 'sound', 'nothing', 'picture']);
  });
});
