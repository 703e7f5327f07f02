/** A request the server refused, in the words of its problem document (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** Streams to choose from, named by the 409 of a room with several publishers. */
    readonly streams: readonly string[] = [],
    /** Its type's last word: `no-such-room`. */
    readonly type: string = '',
  ) {
    super(`${status} ${title}: ${detail}`);
  }

  get refusesToken(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** No answer came at all: the server is down, or the network or its certificate is in the way. */
export class Unreachable extends Error {
  constructor(readonly url: string, cause: unknown) {
    super(`No answer from ${url}`, { cause });
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request was not understood',
  401: 'The token was not accepted',
  403: 'The token does not allow this',
  404: 'Not found',
  409: 'This room has several publishers',
  429: 'Too many requests',
  503: 'The server is not ready',
};

/** Reads a refusal, Twirp's too (`msg`); a body that is no problem document still gives a title a person can read. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = await jsonObjectOf(response);
  const title = textOf(body['title']) ?? TITLES[response.status] ?? `The server answered ${response.status}`;
  const streams = body['streams'];
  return new Problem(
    response.status,
    title,
    textOf(body['detail']) ?? textOf(body['msg']) ?? '',
    Array.isArray(streams) ? streams.filter((stream) => typeof stream === 'string') : [],
    textOf(body['type'])?.split(':').at(-1) ?? '',
  );
}

async function jsonObjectOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value : undefined;
}
