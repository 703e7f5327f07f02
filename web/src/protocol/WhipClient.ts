import type { Http } from './Http';
import { SdpSession } from './SdpSession';

/** Publishes into rooms of one server (RFC 9725). */
export class WhipClient {
  constructor(
    private readonly http: Http,
    private readonly origin: string,
  ) {}

  async publish(room: string, offer: string): Promise<SdpSession> {
    return SdpSession.open(this.http, `${this.origin}/whip/${encodeURIComponent(room)}`, offer);
  }
}
