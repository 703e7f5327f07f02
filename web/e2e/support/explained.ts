import { participants } from './rooms';
import { devToken } from './tokens';

interface Explained {
  readonly bandwidth: unknown;
  readonly subscriptions: readonly { readonly cause: string; readonly share: unknown }[];
}

/** Why the one of a room who publishes nothing sees what he sees, by `GET /v1/insight`. */
export async function explained(server: string, room: string): Promise<string> {
  const watcher = (await participants(server, room)).find(({ publishes }) => !publishes);
  const address = `${server}/v1/insight/rooms/${encodeURIComponent(room)}/members/${watcher?.participantId}`;
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${devToken('observer', { roomList: true })}` } });
  const { connections } = await answer.json() as { connections: Explained[] };
  return JSON.stringify(connections.map(({ bandwidth, subscriptions }) =>
    ({ bandwidth, subscriptions: subscriptions.map(({ cause, share }) => ({ cause, share })) })));
}
