import type { Http } from './Http';

/** The names of those in a room, as far as this token may know; nobody where the room is not open or nothing is told. */
export async function namesIn(http: Http, origin: string, room: string): Promise<readonly string[]> {
  try {
    const response = await http.send(`${origin}/v1/rooms/${encodeURIComponent(room)}`);
    const { participants } = (await response.json()) as { participants: readonly { userId: string }[] };
    return participants.map(({ userId }) => userId);
  } catch {
    return [];
  }
}
