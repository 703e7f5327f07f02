const ENCODER = new TextEncoder();
const LIFETIME_S = 60;
/** A server whose clock is a little behind takes the token all the same. */
const EARLIER_S = 10;

/** LiveKit's `video` grants. */
export interface Grants {
  readonly roomList?: boolean;
  readonly roomAdmin?: boolean;
  readonly roomCreate?: boolean;
  readonly room?: string;
}

/**
 * An API key and its secret, which stays in this browser: it signs short-lived tokens here, is not kept, and cannot be read out again.
 */
export class KeyPair {
  private constructor(
    readonly key: string,
    private readonly secret: CryptoKey,
    private readonly crypto: SubtleCrypto,
  ) {}

  static async of(key: string, secret: string, crypto: SubtleCrypto): Promise<KeyPair> {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    return new KeyPair(key, await crypto.importKey('raw', ENCODER.encode(secret), algorithm, false, ['sign']), crypto);
  }

  /** A room token (a JWT, HS256) of an operator, for the next minute. */
  async token(grants: Grants, nowMs: number): Promise<string> {
    const nowS = Math.floor(nowMs / 1000);
    const claims = { iss: this.key, sub: 'dashboard', nbf: nowS - EARLIER_S, exp: nowS + LIFETIME_S, video: grants };
    const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => base64Url(ENCODER.encode(JSON.stringify(part)))).join('.');
    return `${signed}.${base64Url(new Uint8Array(await this.crypto.sign('HMAC', this.secret, ENCODER.encode(signed))))}`;
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
