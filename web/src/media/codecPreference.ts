export type VideoCodec = 'VP8' | 'H264';

const CONSTRAINED_BASELINE = /profile-level-id=42[ce]0/i;

/**
 * The codecs to offer so that the wanted one is used: all its variants, best first, then retransmission (RTX).
 * H.264 goes by packetization-mode=1 and constrained baseline first, which every browser decodes.
 */
export function codecPreference(wanted: VideoCodec, offered: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const variants = offered.filter((codec) => codec.mimeType.toUpperCase() === `VIDEO/${wanted}`);
  if (variants.length === 0) {
    return [];
  }
  const rtx = offered.filter((codec) => codec.mimeType.toLowerCase() === 'video/rtx');
  return [...variants.sort((a, b) => rank(a) - rank(b)), ...rtx];
}

function rank(codec: RTCRtpCodec): number {
  const parameters = codec.sdpFmtpLine ?? '';
  const mode = !codec.mimeType.toUpperCase().endsWith('/H264') || parameters.includes('packetization-mode=1') ? 0 : 2;
  return mode + (CONSTRAINED_BASELINE.test(parameters) ? 0 : 1);
}
