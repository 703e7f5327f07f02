import { devToken } from './tokens';

export interface SubscriptionFigures {
  readonly publicationId: string;
  readonly sending: string | null;
  readonly bitrateBps: number;
  readonly packets: number;
  readonly bytes: number;
  readonly nacksReceived: number;
  readonly packetsRetransmitted: number;
  readonly keyframesRequested: number;
}

interface Named {
  readonly userId: string;
  /** Its stay in the room. */
  readonly participantId: string;
  readonly publishes: boolean;
}

interface Connection {
  readonly peerId: string;
  /** Of its transport. */
  readonly state: string;
  /** Where the server sends to. */
  readonly remoteAddress: string;
  /** Negative before it was measured. */
  readonly rttMs: number;
  readonly subscriptions: readonly SubscriptionFigures[];
  readonly drops: Readonly<Record<string, number>>;
}

/** A participant by one of its connections. */
export type Participant = Named & Connection;

/** Who is in the room by `GET /v1/rooms/{roomId}`; nobody when the server does not know the room. */
export async function participants(server: string, room: string): Promise<readonly Participant[]> {
  const token = devToken('observer', { roomList: true });
  const response = await fetch(`${server}/v1/rooms/${encodeURIComponent(room)}`, { headers: { Authorization: `Bearer ${token}` } });
  if (response.status === 404) {
    return [];
  }
  if (!response.ok) {
    throw new Error(`GET /v1/rooms/${room} answered ${response.status}: ${await response.text()}`);
  }
  const { participants } = (await response.json()) as { participants: readonly (Named & { connections: readonly Connection[] })[] };
  return participants.flatMap(({ connections, ...named }) => connections.map((connection) => ({ ...named, ...connection })));
}

export async function watcherCount(server: string, room: string): Promise<number> {
  return (await participants(server, room)).filter(({ publishes }) => !publishes).length;
}

/** How long until the room has this many watchers. */
export async function msUntilWatchers(server: string, room: string, count: number, limitMs: number): Promise<number> {
  const startMs = Date.now();
  while ((await watcherCount(server, room)) !== count) {
    if (Date.now() - startMs > limitMs) {
      throw new Error(`not ${count} watchers in ${room} within ${limitMs} ms: ${JSON.stringify(await participants(server, room))}`);
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return Date.now() - startMs;
}

/** What the server sends of a video's layer to the watcher who gets it. */
export async function layerBitrateBps(server: string, room: string, layer: string): Promise<number> {
  const subscriptions = (await participants(server, room)).flatMap((participant) => participant.subscriptions);
  return subscriptions.find(({ publicationId, sending }) => publicationId.endsWith('_1') && sending === layer)?.bitrateBps ?? 0;
}
