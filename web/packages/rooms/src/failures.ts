/** Why the server refuses, by the last word of the problem's type. */
export type RefusalType =
  | 'already-on-stage' | 'inviting-oneself' | 'lives-elsewhere' | 'wrong-mode'
  | 'no-such-user' | 'no-such-invitation' | 'no-such-room' | 'no-such-stream' | 'no-such-link'
  | 'hosts-only' | 'not-in-room' | 'updating-not-allowed' | 'attributes-too-large'
  | 'same-room' | 'link-pending' | 'link-accepted' | 'user-is-there'
  | 'room-full-of-hosts' | 'too-many-participants' | 'too-many-hands' | 'too-many-invitations' | 'too-many-links' | 'too-many-forwardings'
  | 'too-many-stage-requests' | 'too-many-role-changes' | 'too-many-attribute-changes'
  | (string & {});

/** The server refused a request, and nothing changed: `type` says why, `message` what to do. */
export class RoomRefusal extends Error {
  override readonly name = 'RoomRefusal';

  constructor(
    readonly status: number,
    readonly type: RefusalType,
    readonly title: string,
    detail: string,
    /** RongCloud's number, of links. */
    readonly code: number | undefined,
  ) {
    super(detail || title);
  }
}

/** No answer came: whether the request was done is not known. */
export class RoomUnreachable extends Error {
  override readonly name = 'RoomUnreachable';

  constructor(url: string, cause: unknown) {
    super(`No answer from ${url}`, { cause });
  }
}

/** Reads a problem document (RFC 9457); what is none still has a status. */
export async function refusalOf(response: Response): Promise<RoomRefusal> {
  const body = await response.json().catch(() => undefined) as Readonly<Record<string, unknown>> | null | undefined;
  const text = (name: string): string => (typeof body?.[name] === 'string' ? body[name] : '');
  const code = body?.['code'];
  return new RoomRefusal(
    response.status, text('type').split(':').at(-1) ?? '', text('title') || `The server answered ${response.status}`, text('detail'),
    typeof code === 'number' ? code : undefined);
}
