/** Whether a room attribute is the server's own: where the room is played, for programs. */
export function isServers(key: string): boolean {
  return key.startsWith('ringcast.');
}
