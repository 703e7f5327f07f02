import type { Http } from './Http';
import { restartRequest, withRenewedIce } from './iceRestart';

/** A restart that takes longer does not help a picture that stands still. */
const RESTART_LIMIT_MS = 10_000;

/** The resource that a WHIP or WHEP request creates (RFC 9725 section 4): its answer, and the address that ends it. */
export class SdpSession {
  private closed = false;

  private constructor(
    private readonly http: Http,
    private current: string,
    readonly resource: string | undefined,
    /** The Link header of the answer, with relative targets still relative to `resource`'s endpoint. */
    readonly links: string | null,
  ) {}

  /** Posts the offer at once, without waiting for candidates: an ICE-lite server does not need ours. */
  static async open(http: Http, endpoint: string, offer: string): Promise<SdpSession> {
    const response = await http.send(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: offer,
    });
    const location = response.headers.get('Location');
    const resource = location === null ? undefined : new URL(location, endpoint).href;
    return new SdpSession(http, await response.text(), resource, response.headers.get('Link'));
  }

  /** What the server answered, with its ICE credentials of now. */
  get answer(): string {
    return this.current;
  }

  /** Restarts ICE with the credentials of a new offer (RFC 9725 section 4.4.2) and returns the renewed answer. */
  async restartIce(offer: string): Promise<string> {
    if (this.closed || this.resource === undefined) {
      throw new Error('The session has ended.');
    }
    const response = await this.http.send(this.resource, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' },
      body: restartRequest(offer),
      signal: AbortSignal.timeout(RESTART_LIMIT_MS),
    });
    this.current = withRenewedIce(this.current, await response.text());
    return this.current;
  }

  /** Ends the session once; a server that has already forgotten it is no error. `keepalive` lets the request outlive the page. */
  async close(): Promise<void> {
    if (this.closed || this.resource === undefined) {
      return;
    }
    this.closed = true;
    await this.http.send(this.resource, { method: 'DELETE', keepalive: true }).catch(() => undefined);
  }
}
