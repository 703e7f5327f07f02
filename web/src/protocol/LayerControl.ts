import type { Http } from './Http';

/** The layers of a publication, best first. */
export const LAYERS = ['BIG', 'MEDIUM', 'SMALL'] as const;
export type Layer = (typeof LAYERS)[number];

export interface LayerReport {
  readonly encodingId: string;
  readonly active: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly bitrateBps?: number;
  readonly fps?: number;
}

export interface MediaReport {
  readonly mediaId: string;
  readonly kind: string;
  readonly codec?: string;
  readonly wanted?: string;
  /** Absent or null while nothing is being sent. */
  readonly sending?: string | null;
  readonly layers?: readonly LayerReport[];
}

/** Chooses a layer and hears which one is being sent (the layer extension of draft-ietf-wish-whep). */
export class LayerControl {
  constructor(
    private readonly http: Http,
    private readonly url: string,
  ) {}

  async select(mediaId: string, encodingId: Layer): Promise<void> {
    await this.http.sendJson(this.url, { mediaId, encodingId });
  }

  async media(): Promise<readonly MediaReport[]> {
    const response = await this.http.send(this.url, { cache: 'no-store' });
    const body = (await response.json()) as { media?: readonly MediaReport[] };
    return body.media ?? [];
  }
}
