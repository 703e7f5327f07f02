import { afterEach, expect, it, vi } from 'vitest';
import { refusalOf, whyNot } from './refusal';

function problem(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

afterEach(() => vi.unstubAllGlobals());

it.each([
  [401, '{"title":"The token is not accepted","detail":"Use the LiveURL as it was given."}', 'Use the LiveURL as it was given.'],
  [403, '{"title":"No","detail":"The token belongs to another app than the path."}', 'The token belongs to another app than the path.'],
  [409, '{"title":"There is no such live stream now"}', 'There is no such live stream now'],
  [410, '{"detail":""}', 'the server answers 410'],
  [429, 'Too many', 'the server answers 429'],
])('says why the server refuses with %i', async (status, body, words) => {
  expect(await refusalOf(problem(status, body))).toBe(words);
});

it('asks anew for what a library could not load', async () => {
  const fetched = vi.fn<typeof fetch>();
  vi.stubGlobal('fetch', fetched);
  fetched.mockResolvedValueOnce(problem(409, '{"detail":"It is sent in VP8."}'));
  expect(await whyNot('/live/r.flv', 'manifestLoadError')).toBe('It is sent in VP8.');
  fetched.mockResolvedValueOnce(new Response('FLV', { status: 200 }));
  expect(await whyNot('/live/r.flv', 'the stream has ended')).toBe('the stream has ended');
  expect(fetched.mock.lastCall?.[1]?.signal?.aborted).toBe(true);
  fetched.mockRejectedValueOnce(new TypeError('network'));
  expect(await whyNot('/live/r.flv', 'gone')).toBe('the server does not answer');
});
