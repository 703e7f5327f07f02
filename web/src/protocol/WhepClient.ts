import type { Http } from './Http';
import { LayerControl } from './LayerControl';
import { linkTarget } from './LinkHeader';
import { SdpSession } from './SdpSession';

const LAYER_EXTENSION = 'urn:ietf:params:whep:ext:core:layer';

/** A running WHEP session, with the layer control when the server offers one. */
export interface Playback {
  readonly session: SdpSession;
  readonly layers: LayerControl | undefined;
}

/** Plays rooms of one server (draft-ietf-wish-whep). */
export class WhepClient {
  constructor(
    private readonly http: Http,
    private readonly origin: string,
  ) {}

  /** Without a stream the server picks the mix or the only publisher, and answers 409 when there are several. */
  async play(room: string, stream: string | undefined, offer: string): Promise<Playback> {
    const path = [room, ...(stream === undefined ? [] : [stream])].map(encodeURIComponent).join('/');
    const endpoint = `${this.origin}/whep/${path}`;
    const session = await SdpSession.open(this.http, endpoint, offer);
    const target = linkTarget(session.links, LAYER_EXTENSION);
    const layers = target === undefined ? undefined : new LayerControl(this.http, new URL(target, endpoint).href);
    return { session, layers };
  }
}
