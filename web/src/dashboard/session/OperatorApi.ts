import { type Fetch, Http } from '../../protocol/Http';
import { readEvents, ServerSentEvents } from '../../protocol/ServerSentEvents';
import type { LoggedEvent, MemberPage, MemberWish, Overview, Role, RoomPage } from './insight';
import type { Grants, KeyPair } from './KeyPair';

export const MEMBERS_SHOWN = 100;
const JSON_TYPE = { 'Content-Type': 'application/json' };

interface LiveKitParticipant {
  readonly tracks?: readonly { readonly sid: string; readonly type?: string; readonly muted?: boolean }[];
}

/** What an operator asks of a server and does to its rooms, each with a token of its own that lives for a minute. */
export class OperatorApi {
  constructor(
    private readonly fetch: Fetch,
    private readonly origin: string,
    private readonly pair: KeyPair,
    private readonly nowMs: () => number,
  ) {}

  async overview(): Promise<Overview> {
    return this.get('/v1/insight');
  }

  async room(roomId: string, { sort, find, offset }: MemberWish): Promise<RoomPage> {
    const query = new URLSearchParams({ sort, find, offset: String(offset), limit: String(MEMBERS_SHOWN) });
    return this.get(`/v1/insight/rooms/${encodeURIComponent(roomId)}?${query}`);
  }

  async member(roomId: string, participantId: string): Promise<MemberPage> {
    return this.get(memberPath(roomId, participantId));
  }

  /** Takes somebody out; who has a token may come back. */
  async kick(roomId: string, participantId: string): Promise<void> {
    const http = await this.http({ roomAdmin: true, room: roomId });
    await http.send(this.origin + memberPath(roomId, participantId), { method: 'DELETE' });
  }

  /** Mutes what somebody publishes of a kind; only its publisher unmutes it. Tells how many tracks that were. */
  async mute(roomId: string, userId: string, kind: 'AUDIO' | 'VIDEO'): Promise<number> {
    const found = await this.service(roomId, 'GetParticipant', { room: roomId, identity: userId });
    const { tracks = [] } = (await found.json()) as LiveKitParticipant;
    // What is not said is the first of its kind: proto3 leaves it out.
    const open = tracks.filter(({ type = 'AUDIO', muted = false }) => type === kind && !muted);
    for (const { sid } of open) {
      await this.service(roomId, 'MutePublishedTrack', { room: roomId, identity: userId, trackSid: sid, muted: true });
    }
    return open.length;
  }

  async changeRole(roomId: string, userId: string, role: Role): Promise<void> {
    const http = await this.http({ roomAdmin: true, room: roomId });
    const path = `/v1/rooms/${encodeURIComponent(roomId)}/participants/${encodeURIComponent(userId)}/role`;
    await http.sendJson(this.origin + path, { role: role.toLowerCase() });
  }

  async endRoom(roomId: string): Promise<void> {
    await this.service(roomId, 'DeleteRoom', { room: roomId });
  }

  /** Follows the app's events until the stream ends or is aborted. */
  async followEvents(after: string | undefined, signal: AbortSignal, onEvent: (event: LoggedEvent) => void): Promise<void> {
    const http = await this.http({ roomList: true });
    const headers = { Accept: 'text/event-stream', ...(after === undefined ? {} : { 'Last-Event-ID': after }) };
    const response = await http.send(`${this.origin}/v1/events`, { headers, signal });
    await readEvents(response, new ServerSentEvents(({ data }) => onEvent(JSON.parse(data) as LoggedEvent)));
  }

  private async get<T>(path: string): Promise<T> {
    const http = await this.http({ roomList: true });
    return (await (await http.send(this.origin + path)).json()) as T;
  }

  private async service(roomId: string, method: string, body: unknown): Promise<Response> {
    const http = await this.http({ roomAdmin: true, roomCreate: true, room: roomId });
    return http.send(`${this.origin}/twirp/livekit.RoomService/${method}`,
      { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  }

  private async http(grants: Grants): Promise<Http> {
    return new Http(this.fetch, await this.pair.token(grants, this.nowMs()));
  }
}

function memberPath(roomId: string, participantId: string): string {
  return `/v1/insight/rooms/${encodeURIComponent(roomId)}/members/${encodeURIComponent(participantId)}`;
}
