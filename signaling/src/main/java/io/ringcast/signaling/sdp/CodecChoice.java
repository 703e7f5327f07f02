package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.HeaderExtension;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The one codec of a section that is answered. Video feedback kept: NACK, NACK PLI, FIR, reference times; transport-wide feedback where
 * we give it.
 *
 * @param parameters what the media plane is told
 * @param channels the rtpmap's channel count
 * @param fir whether full intra requests (RFC 5104) were offered
 * @param referenceTime whether receiver reference times (RFC 3611 section 4.4) were offered: what libwebrtc calls {@code rrtr}
 * @param redFirst whether redundant audio (RFC 2198) was offered before the codec itself
 */
record CodecChoice(CodecParameters parameters, int channels, boolean fir, boolean referenceTime, boolean redFirst) {
  static final String RED = "red";

  /** The first offered codec that the media plane takes. */
  static Optional<CodecChoice> first(MediaSection section, boolean transportCc) {
    return first(section, transportCc, any -> true);
  }

  /** The first offered codec of this name that the media plane takes, or, where there is none, the first of all. */
  static Optional<CodecChoice> preferring(MediaSection section, String encodingName, boolean transportCc) {
    return first(section, transportCc, codec -> codec.encodingName().equalsIgnoreCase(encodingName))
        .or(() -> first(section, transportCc));
  }

  private static Optional<CodecChoice> first(MediaSection section, boolean transportCc, Predicate<Codec> wanted) {
    for (OfferedCodec offered : section.codecs()) {
      Optional<Codec> codec = codec(section, offered).filter(wanted);
      if (codec.isPresent()) {
        return Optional.of(choice(section, offered, codec.get(), section.redundancyOf(offered), transportCc));
      }
    }
    return Optional.empty();
  }

  /**
   * The offered codec that plays a publication: its own profile if offered, else one whose decoder shows it.
   *
   * @param transportCc whether transport-wide feedback is wanted where it is offered
   */
  static Optional<CodecChoice> playing(MediaSection section, CodecParameters published, boolean transportCc) {
    boolean told = transportCc && section.extensions().containsValue(HeaderExtension.TRANSPORT_CC.uri());
    FormatParameters stream = FormatParameters.of(published.formatParameters());
    OfferedCodec best = null;
    for (OfferedCodec offered : section.codecs()) {
      if (codec(section, offered).orElse(null) != published.codec()) {
        continue;
      }
      switch (CodecProfiles.fit(published.codec(), stream, FormatParameters.of(offered.formatParameters()))) {
        case SAME -> {
          return Optional.of(choosePlaying(section, offered, published, told));
        }
        case DECODES -> best = best == null ? offered : best;
        case DIFFERENT -> { }
      }
    }
    return Optional.ofNullable(best).map(offered -> choosePlaying(section, offered, published, told));
  }

  private static CodecChoice choosePlaying(
      MediaSection section, OfferedCodec offered, CodecParameters published, boolean transportCc) {
    boolean redundant = published.redPayloadType() != CodecParameters.NO_RED;
    return choice(section, offered, published.codec(), redundant ? section.redundancyOf(offered) : Optional.empty(), transportCc);
  }

  /** The media plane's codec that an offered one is. */
  private static Optional<Codec> codec(MediaSection section, OfferedCodec offered) {
    for (Codec codec : Codec.values()) {
      if (codec.kind().name().equalsIgnoreCase(section.kind())
          && codec.encodingName().equalsIgnoreCase(offered.encodingName())
          && codec.clockRateHz() == offered.clockRateHz()
          && CodecProfiles.taken(codec, offered)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  private static CodecChoice choice(
      MediaSection section, OfferedCodec offered, Codec codec, Optional<OfferedCodec> redundancy, boolean transportCc) {
    Set<String> feedback = offered.feedback();
    Integer rtx = section.rtxPayloadType(offered.payloadType());
    CodecParameters parameters = new CodecParameters(
        codec,
        offered.payloadType(),
        rtx == null ? CodecParameters.NO_RTX : rtx,
        FormatParameters.of(offered.formatParameters()).publicText(),
        feedback.contains("nack"),
        feedback.contains("nack pli"),
        transportCc && feedback.contains("transport-cc"),
        redundancy.map(OfferedCodec::payloadType).orElse(CodecParameters.NO_RED));
    boolean redFirst = redundancy.map(red -> section.codecs().indexOf(red) < section.codecs().indexOf(offered)).orElse(false);
    return new CodecChoice(parameters, offered.channels(), feedback.contains("ccm fir"), feedback.contains("rrtr"), redFirst);
  }

  /** The fmtp text to answer: video as offered (its profile must not change), Opus what we want, stereo where it was offered. */
  String answeredFormatParameters() {
    if (parameters.codec() != Codec.OPUS) {
      return parameters.formatParameters();
    }
    FormatParameters offered = FormatParameters.of(parameters.formatParameters());
    boolean stereo = offered.isOne("stereo") || offered.isOne("sprop-stereo");
    return "minptime=10;useinbandfec=1" + (stereo ? ";stereo=1;sprop-stereo=1" : "");
  }
}
