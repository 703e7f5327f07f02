import type { VideoCodec } from './codecPreference';

/**
 * How a picture is sent: as three streams of different size, as one, or as one whose layers a server can take apart (the names of
 * webrtc-svc: L spatial and T temporal layers; KEY predicts one spatial layer from another at keyframes only).
 */
export const LAYER_MODES = ['simulcast', 'single', 'L1T3', 'L3T3', 'L3T3_KEY'] as const;
export type LayerMode = (typeof LAYER_MODES)[number];

interface Encoding extends RTCRtpEncodingParameters {
  scalabilityMode?: string;
}

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

/** Whether browsers can send a codec so. */
export function isLayerable(codec: VideoCodec, mode: LayerMode): boolean {
  return codec === 'VP9' || codec === 'AV1' || !mode.startsWith('L3');
}

export function sendEncodings(codec: VideoCodec, mode: LayerMode): RTCRtpEncodingParameters[] {
  if (mode === 'single') {
    return [{ maxBitrate: SINGLE_MAX_BITRATE_BPS }];
  }
  if (mode !== 'simulcast') {
    const layered: Encoding = { maxBitrate: SINGLE_MAX_BITRATE_BPS, scalabilityMode: mode };
    return [layered];
  }
  // Without a mode of their own three encodings of VP9 become the layers of one stream.
  const own: Encoding = codec === 'VP9' || codec === 'AV1' ? { scalabilityMode: 'L1T3' } : {};
  return SIMULCAST_LAYERS.map(({ rid, scaleResolutionDownBy, maxBitrate }) => ({ rid, scaleResolutionDownBy, maxBitrate, ...own }));
}

/** The layer a stat with this rid belongs to; a stream without rid is the only layer, so the biggest. */
export function layerName(rid: string | undefined): string {
  return SIMULCAST_LAYERS.find((layer) => layer.rid === rid)?.name ?? 'BIG';
}
