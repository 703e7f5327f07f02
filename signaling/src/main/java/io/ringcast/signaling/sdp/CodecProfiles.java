package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Codec;
import org.jspecify.annotations.Nullable;

/**
 * Which profiles of a codec are taken, and which decoder shows which stream. Levels are not compared: they tell what a decoder would
 * like, and browsers are offered and show more.
 */
final class CodecProfiles {
  static final String PACKETIZATION_MODE = "packetization-mode";
  private static final int OPUS_CHANNELS = 2;
  /** RFC 9628 section 6: 8 bits 4:2:0, and more bits. */
  private static final int VP9_PROFILE_0 = 0;
  private static final int VP9_PROFILE_2 = 2;
  /** AV1 RTP specification section 7.1: Main, High and Professional, each of which decodes those before it. */
  private static final int AV1_LAST_PROFILE = 2;
  /** RFC 7798 section 7.1: Main and Main 10, which decodes both; Main is what silence means. */
  private static final int H265_MAIN = 1;
  private static final int H265_MAIN_10 = 2;
  private static final int UNREADABLE = -1;

  /** How well a decoder fits a stream. */
  enum Fit { SAME, DECODES, DIFFERENT }

  private CodecProfiles() {}

  /** Whether we take and forward such a codec. H.264 only where packets may carry fragments, H.265 only in one stream and in order. */
  static boolean taken(Codec codec, OfferedCodec offered) {
    FormatParameters parameters = FormatParameters.of(offered.formatParameters());
    return switch (codec) {
      case OPUS -> offered.channels() == OPUS_CHANNELS;
      case VP8 -> true;
      case VP9 -> vp9(parameters) == VP9_PROFILE_0 || vp9(parameters) == VP9_PROFILE_2;
      case AV1 -> av1(parameters) >= 0 && av1(parameters) <= AV1_LAST_PROFILE;
      case H264 -> parameters.isOne(PACKETIZATION_MODE) && H264Profile.of(parameters) != H264Profile.OTHER;
      case H265 -> (h265(parameters) == H265_MAIN || h265(parameters) == H265_MAIN_10) && isPlainH265(parameters);
    };
  }

  /** How a decoder that is offered fits a stream of the same codec. */
  static Fit fit(Codec codec, FormatParameters stream, FormatParameters decoder) {
    return switch (codec) {
      case OPUS, VP8 -> Fit.SAME;
      case VP9 -> vp9(stream) == vp9(decoder) ? Fit.SAME : Fit.DIFFERENT;
      case AV1 -> compare(av1(stream), av1(decoder));
      case H264 -> {
        H264Profile profile = H264Profile.of(decoder);
        H264Profile sent = H264Profile.of(stream);
        yield profile == sent ? Fit.SAME : profile.decodes(sent) ? Fit.DECODES : Fit.DIFFERENT;
      }
      case H265 -> number(stream.value("tier-flag"), 0) > number(decoder.value("tier-flag"), 0)
          ? Fit.DIFFERENT
          : compare(h265(stream), h265(decoder));
    };
  }

  private static Fit compare(int stream, int decoder) {
    return stream == decoder ? Fit.SAME : stream < decoder ? Fit.DECODES : Fit.DIFFERENT;
  }

  private static int vp9(FormatParameters parameters) {
    return number(parameters.value("profile-id"), VP9_PROFILE_0);
  }

  private static int av1(FormatParameters parameters) {
    return number(parameters.value("profile"), 0);
  }

  private static int h265(FormatParameters parameters) {
    return number(parameters.value("profile-id"), H265_MAIN);
  }

  private static boolean isPlainH265(FormatParameters parameters) {
    String mode = parameters.value("tx-mode");
    return (mode == null || mode.equals("SRST")) && number(parameters.value("sprop-max-don-diff"), 0) == 0;
  }

  private static int number(@Nullable String value, int missing) {
    if (value == null) {
      return missing;
    }
    int number = SdpReader.number(value, Integer.MAX_VALUE);
    return number < 0 ? UNREADABLE : number;
  }
}
