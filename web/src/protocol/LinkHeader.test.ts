import { describe, expect, it } from 'vitest';
import { linkTarget } from './LinkHeader';

const LAYER = 'urn:ietf:params:whep:ext:core:layer';

describe('linkTarget', () => {
  it.each([
    ['alone', `</whep/demo/1/layer>; rel="${LAYER}"`, '/whep/demo/1/layer'],
    ['unquoted', `<layer>; rel=${LAYER}`, 'layer'],
    ['among others',
      `<stun:stun.example>; rel="ice-server", <https://a/layer>; rel="${LAYER}"; events="x,y", </c>; rel="d"`, 'https://a/layer'],
    ['after another parameter', `</l>; title="x"; rel="${LAYER}"`, '/l'],
    ['one of several relations', `</l>; rel="next ${LAYER}"`, '/l'],
    ['another relation only', '</l>; rel="next"', undefined],
    ['nothing', null, undefined],
  ])('finds the layer link: %s', (_, header, target) => {
    expect(linkTarget(header, LAYER)).toBe(target);
  });
});
