export const VIDEO_CODECS = ['VP8', 'H264', 'VP9', 'AV1'] as const;
export type VideoCodec = (typeof VIDEO_CODECS)[number];
/** `red` wants redundant audio (RFC 2198), `opus` refuses it, and without a wish the browser's own order stands. */
export type AudioChoice = 'red' | 'opus' | undefined;

const CONSTRAINED_BASELINE = /profile-level-id=42[ce]0/i;
const PLAIN_PROFILE = /profile(-id)?=0/;

/**
 * The codecs to offer so that the wanted one is used: all its variants, best first, then retransmission (RTX).
 * H.264 goes by packetization-mode=1 and constrained baseline first, VP9 and AV1 by profile 0, which every browser decodes.
 */
export function codecPreference(wanted: VideoCodec, offered: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const variants = offered.filter((codec) => codec.mimeType.toUpperCase() === `VIDEO/${wanted}`);
  if (variants.length === 0) {
    return [];
  }
  const rtx = offered.filter((codec) => codec.mimeType.toLowerCase() === 'video/rtx');
  return [...variants.sort((a, b) => rank(a) - rank(b)), ...rtx];
}

/** The audio codecs to offer; empty, which means no preference, without a wish or where the browser lacks redundancy. */
export function audioPreference(wanted: AudioChoice, offered: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const red = offered.filter((codec) => codec.mimeType.toLowerCase() === 'audio/red');
  const others = offered.filter((codec) => codec.mimeType.toLowerCase() !== 'audio/red');
  return wanted === undefined || red.length === 0 ? [] : [...(wanted === 'red' ? red : []), ...others];
}

function rank(codec: RTCRtpCodec): number {
  const parameters = codec.sdpFmtpLine ?? '';
  if (!codec.mimeType.toUpperCase().endsWith('/H264')) {
    return parameters === '' || PLAIN_PROFILE.test(parameters) ? 0 : 1;
  }
  return (parameters.includes('packetization-mode=1') ? 0 : 2) + (CONSTRAINED_BASELINE.test(parameters) ? 0 : 1);
}
