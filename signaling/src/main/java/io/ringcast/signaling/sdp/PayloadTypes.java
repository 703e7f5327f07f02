package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.MediaKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The payload types of one peer to which we make the offers: one for each codec with its parameters, kept for as long as the peer lives,
 * since a number means the same in all sections of a bundle (RFC 8843 section 9).
 */
public final class PayloadTypes {
  private static final int FIRST = 96;
  private static final int LAST = 126;

  private record Format(Codec codec, String parameters) {}

  private final boolean transportCc;
  private final Map<Format, Integer> assigned = new LinkedHashMap<>();

  /** @param transportCc whether the peer is asked for transport-wide feedback */
  public PayloadTypes(boolean transportCc) {
    this.transportCc = transportCc;
  }

  /** The codec of a publication as it is offered; a video's payload type is followed by that of its retransmissions. */
  public CodecParameters of(CodecParameters published) {
    boolean video = published.codec().kind() == MediaKind.VIDEO;
    String parameters = video ? published.formatParameters() : "minptime=10;useinbandfec=1";
    Format format = new Format(published.codec(), parameters);
    Integer known = assigned.get(format);
    int payloadType = known == null ? FIRST + 2 * assigned.size() : known;
    if (payloadType > LAST) {
      throw new IllegalStateException("no payload type is left");
    }
    assigned.put(format, payloadType);
    return new CodecParameters(
        published.codec(), payloadType, video ? payloadType + 1 : CodecParameters.NO_RTX, parameters, video, video, transportCc);
  }
}
