import { describe, expect, it } from 'vitest';
import { DemoTokens } from './DemoTokens';
import { type Fetch, Http } from './Http';
import { Problem, Unreachable } from './Problem';
import { namesIn } from './RoomPeople';
import { withTransport } from './transportChoice';
import { WhepClient } from './WhepClient';
import { WhipClient } from './WhipClient';

const ORIGIN = 'http://server:7880';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** Answers requests from a list and remembers what was asked. */
function scripted(...answers: (Response | Error)[]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, init = {}) => {
    sent.push({ url, init });
    const answer = answers.shift();
    if (answer instanceof Response) {
      return answer;
    }
    throw answer ?? new Error('one request too many');
  };
  return { fetch, sent };
}

function created(headers: Record<string, string>): Response {
  return new Response('v=0 answer', { status: 201, headers });
}

function header({ init }: Sent, name: string): string | null {
  return new Headers(init.headers).get(name);
}

describe('WhipClient', () => {
  it('posts the offer with the token, and ends the session once', async () => {
    const { fetch, sent } = scripted(created({ Location: '/whip/a%20room/17' }), new Response(null, { status: 200 }));
    const session = await new WhipClient(new Http(fetch, 'jwt'), ORIGIN).publish('a room', 'v=0 offer');
    await session.close();
    await session.close();

    expect(session.answer).toBe('v=0 answer');
    expect(sent.map(({ url, init }) => `${init.method} ${url}`))
      .toEqual([`POST ${ORIGIN}/whip/a%20room`, `DELETE ${ORIGIN}/whip/a%20room/17`]);
    expect(sent[0] && header(sent[0], 'Content-Type')).toBe('application/sdp');
    expect(sent.map((each) => header(each, 'Authorization'))).toEqual(['Bearer jwt', 'Bearer jwt']);
    expect(sent[1]?.init.keepalive).toBe(true);
  });

  it('does not mind a server that has forgotten the session', async () => {
    const { fetch } = scripted(created({ Location: '/whip/r/1' }), new Response(null, { status: 404 }));
    const session = await new WhipClient(new Http(fetch), ORIGIN).publish('r', '');
    await expect(session.close()).resolves.toBeUndefined();
  });
});

describe('WhepClient', () => {
  it.each([
    [undefined, `${ORIGIN}/whep/demo`],
    ['alice_main', `${ORIGIN}/whep/demo/alice_main`],
    ['a/b', `${ORIGIN}/whep/demo/a%2Fb`],
  ])('asks for stream %s at %s', async (stream, url) => {
    const { fetch, sent } = scripted(created({}));
    await new WhepClient(new Http(fetch), ORIGIN).play('demo', stream, '');
    expect(sent[0]?.url).toBe(url);
  });

  it('controls layers at the address of the Link header', async () => {
    const link = '</whep/demo/s/9/layer>; rel="urn:ietf:params:whep:ext:core:layer"';
    const media = [{ mediaId: '1', kind: 'video', wanted: 'BIG', sending: 'SMALL' }];
    const { fetch, sent } = scripted(created({ Link: link }), new Response(null, { status: 204 }), Response.json({ media }));
    const { layers } = await new WhepClient(new Http(fetch, 'jwt'), ORIGIN).play('demo', undefined, '');
    await layers?.select('1', 'SMALL');

    expect(await layers?.media()).toEqual(media);
    expect(sent[1]?.url).toBe(`${ORIGIN}/whep/demo/s/9/layer`);
    expect(sent[1]).toMatchObject({ init: { method: 'POST', body: '{"mediaId":"1","encodingId":"SMALL"}' } });
    expect(sent[2] && header(sent[2], 'Authorization')).toBe('Bearer jwt');
  });

  it('has no layer control where the server offers none', async () => {
    const { fetch } = scripted(created({ Link: '<stun:s>; rel="ice-server"' }));
    expect((await new WhepClient(new Http(fetch), ORIGIN).play('demo', undefined, '')).layers).toBeUndefined();
  });
});

describe('withTransport', () => {
  const udp = 'a=candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host\r\n';
  const tcp = 'a=candidate:2 1 tcp 2122317567 127.0.0.1 7881 typ host tcptype passive\r\n';
  const answer = (candidates: string): string => `v=0\r\na=ice-lite\r\n${candidates}a=end-of-candidates\r\n`;

  it.each([
    ['any', udp + tcp],
    ['tcp', tcp],
  ] as const)('with %s keeps the candidates that are allowed', (choice, kept) => {
    expect(withTransport(answer(udp + tcp), choice)).toBe(answer(kept));
  });
});

describe('DemoTokens', () => {
  const request = { room: 'demo', user: 'alice', role: 'host' } as const;

  it.each([
    [undefined, request],
    ['4711', { ...request, code: '4711' }],
  ])('sends the code of the page when there is one: %s', async (code, body) => {
    const { fetch, sent } = scripted(Response.json({ token: 'jwt' }));
    expect(await new DemoTokens(new Http(fetch), ORIGIN, code).token(request)).toBe('jwt');
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual(body);
  });
});

describe('refusals', () => {
  const problem = { title: 'Token expired', detail: 'Make a new one', status: 401, streams: ['alice_main', 7] };

  it.each([
    ['a problem document', Response.json(problem, { status: 401 }), new Problem(401, 'Token expired', 'Make a new one', ['alice_main'])],
    ['text', new Response('<html>', { status: 404 }), new Problem(404, 'Not found', '')],
    ['a status without a known name', new Response('', { status: 418 }), new Problem(418, 'The server answered 418', '')],
    ['JSON that is no object', Response.json(null, { status: 403 }), new Problem(403, 'The token does not allow this', '')],
  ])('are read from %s', async (_, response, expected) => {
    const { fetch } = scripted(response);
    const refusal = await new Http(fetch).send(ORIGIN).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ ...expected });
  });

  it('tell a server that does not answer from one that refuses', async () => {
    const { fetch } = scripted(new TypeError('Failed to fetch'));
    await expect(new Http(fetch).send(ORIGIN)).rejects.toBeInstanceOf(Unreachable);
  });
});

describe('namesIn', () => {
  it('asks with the token, and names everybody', async () => {
    const { fetch, sent } = scripted(Response.json({ participants: [{ userId: 'ann' }, { userId: 'bob' }] }));
    expect(await namesIn(new Http(fetch, 'jwt'), ORIGIN, 'a room')).toEqual(['ann', 'bob']);
    expect(sent[0]!.url).toBe(`${ORIGIN}/v1/rooms/a%20room`);
    expect(header(sent[0]!, 'Authorization')).toBe('Bearer jwt');
  });

  it.each([
    ['a room that is not open', new Response(null, { status: 404 })],
    ['a server that is away', new TypeError('failed to fetch')],
    ['an answer that is none', new Response('?')],
  ])('knows nobody in %s', async (_, answer) => {
    expect(await namesIn(new Http(scripted(answer).fetch), ORIGIN, 'demo')).toEqual([]);
  });
});
