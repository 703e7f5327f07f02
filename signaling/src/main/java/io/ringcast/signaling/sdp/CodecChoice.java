package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import java.util.Optional;
import java.util.Set;

/**
 * The one codec of a section that is answered. Video feedback kept: NACK, NACK PLI, FIR, reference times; transport-wide feedback where
 * we give it.
 *
 * @param parameters what the media plane is told
 * @param channels the rtpmap's channel count
 * @param fir whether full intra requests (RFC 5104) were offered
 * @param referenceTime whether receiver reference times (RFC 3611 section 4.4) were offered: what libwebrtc calls {@code rrtr}
 */
record CodecChoice(CodecParameters parameters, int channels, boolean fir, boolean referenceTime) {
  static final String PACKETIZATION_MODE = "packetization-mode";
  private static final int OPUS_CHANNELS = 2;

  /** The first offered codec that the media plane takes. */
  static Optional<CodecChoice> first(MediaSection section, boolean transportCc) {
    for (OfferedCodec offered : section.codecs()) {
      Optional<Codec> codec = codec(section, offered);
      if (codec.isPresent()) {
        return Optional.of(choice(section, offered, codec.get(), transportCc));
      }
    }
    return Optional.empty();
  }

  /** The offered codec that plays a publication: its own profile if offered, else one whose decoder shows it. */
  static Optional<CodecChoice> playing(MediaSection section, CodecParameters published) {
    H264Profile stream = H264Profile.of(FormatParameters.of(published.formatParameters()));
    OfferedCodec best = null;
    for (OfferedCodec offered : section.codecs()) {
      if (codec(section, offered).orElse(null) != published.codec()) {
        continue;
      }
      if (published.codec() != Codec.H264) {
        best = offered;
        break;
      }
      H264Profile decoder = H264Profile.of(FormatParameters.of(offered.formatParameters()));
      if (decoder == stream) {
        best = offered;
        break;
      }
      if (best == null && decoder.decodes(stream)) {
        best = offered;
      }
    }
    return Optional.ofNullable(best).map(offered -> choice(section, offered, published.codec(), false));
  }

  /** The media plane's codec that an offered one is; H.264 only where packets may carry fragments (packetization-mode 1). */
  private static Optional<Codec> codec(MediaSection section, OfferedCodec offered) {
    for (Codec codec : Codec.values()) {
      if (codec.kind().name().equalsIgnoreCase(section.kind())
          && codec.encodingName().equalsIgnoreCase(offered.encodingName())
          && codec.clockRateHz() == offered.clockRateHz()
          && fits(codec, offered)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(Codec codec, OfferedCodec offered) {
    return switch (codec) {
      case OPUS -> offered.channels() == OPUS_CHANNELS;
      case VP8, VP9, AV1, H265 -> true;
      case H264 -> {
        FormatParameters parameters = FormatParameters.of(offered.formatParameters());
        yield parameters.isOne(PACKETIZATION_MODE) && H264Profile.of(parameters) != H264Profile.OTHER;
      }
    };
  }

  private static CodecChoice choice(MediaSection section, OfferedCodec offered, Codec codec, boolean transportCc) {
    Set<String> feedback = offered.feedback();
    Integer rtx = section.rtxPayloadType(offered.payloadType());
    CodecParameters parameters = new CodecParameters(
        codec,
        offered.payloadType(),
        rtx == null ? CodecParameters.NO_RTX : rtx,
        FormatParameters.of(offered.formatParameters()).publicText(),
        feedback.contains("nack"),
        feedback.contains("nack pli"),
        transportCc && feedback.contains("transport-cc"));
    return new CodecChoice(parameters, offered.channels(), feedback.contains("ccm fir"), feedback.contains("rrtr"));
  }

  /** The fmtp text to answer: H.264 as offered (its profile must not change), Opus what we want, stereo where it was offered. */
  String answeredFormatParameters() {
    if (parameters.codec() != Codec.OPUS) {
      return parameters.formatParameters();
    }
    FormatParameters offered = FormatParameters.of(parameters.formatParameters());
    boolean stereo = offered.isOne("stereo") || offered.isOne("sprop-stereo");
    return "minptime=10;useinbandfec=1" + (stereo ? ";stereo=1;sprop-stereo=1" : "");
  }
}
