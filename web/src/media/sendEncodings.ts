/** One simulcast layer as the page shows it; `rid` is its name on the wire. */
export interface SentLayer {
  readonly rid: string;
  readonly name: string;
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
}

/** Low to high, the order in which browsers expect simulcast encodings; a browser short of bitrate drops the last ones first. */
export const SIMULCAST_LAYERS: readonly SentLayer[] = [
  { rid: 'q', name: 'SMALL', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', name: 'MEDIUM', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', name: 'BIG', scaleResolutionDownBy: 1, maxBitrate: 2_500_000 },
];

const SINGLE_MAX_BITRATE_BPS = 2_500_000;

export function sendEncodings(simulcast: boolean): RTCRtpEncodingParameters[] {
  if (!simulcast) {
    return [{ maxBitrate: SINGLE_MAX_BITRATE_BPS }];
  }
  return SIMULCAST_LAYERS.map(({ rid, scaleResolutionDownBy, maxBitrate }) => ({ rid, scaleResolutionDownBy, maxBitrate }));
}

/** The layer a stat with this rid belongs to; a stream without rid is the only layer, so the biggest. */
export function layerName(rid: string | undefined): string {
  return SIMULCAST_LAYERS.find((layer) => layer.rid === rid)?.name ?? 'BIG';
}
