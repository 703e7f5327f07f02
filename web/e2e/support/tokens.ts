import { createHmac } from 'node:crypto';

const DEV_KEY = 'devkey';
const DEV_SECRET = 'secret';

/** A token of the dev pair (HS256, LiveKit's claims) with these video grants. */
export function devToken(user: string, video: Record<string, unknown>, lifetimeSeconds = 600, secret = DEV_SECRET): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = { iss: DEV_KEY, sub: user, nbf: nowSeconds - 600, exp: nowSeconds + lifetimeSeconds, video };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
