import { createHmac } from 'node:crypto';

const DEV_KEY = 'devkey';
const DEV_SECRET = 'secret';

/** What the `ringcast` claim may wish for. */
export interface RoomWish {
  role?: 'host' | 'audience' | 'participant' | 'observer';
  mode?: 'live' | 'meeting';
  media?: 'audio' | 'video';
}

/** A token of the dev pair (HS256, LiveKit's claims) with these video grants. */
export function devToken(
  user: string, video: Record<string, unknown>, lifetimeSeconds = 600, secret = DEV_SECRET, ringcast: RoomWish = {},
): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = { iss: DEV_KEY, sub: user, nbf: nowSeconds - 600, exp: nowSeconds + lifetimeSeconds, video, ringcast };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** The same for one room and a place in it. */
export function devTokenFor(user: string, room: string, wish: RoomWish, video: Record<string, unknown> = {}): string {
  return devToken(user, { roomJoin: true, room, ...video }, 600, DEV_SECRET, wish);
}
