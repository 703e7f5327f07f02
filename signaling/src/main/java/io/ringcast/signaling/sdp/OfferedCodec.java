package io.ringcast.signaling.sdp;

import java.util.Set;

/**
 * One payload type of a media section.
 *
 * @param channels 1 where the rtpmap names none
 * @param formatParameters the fmtp line's text, empty when there is none
 * @param feedback the rtcp-fb values, {@code nack pli} for instance
 */
public record OfferedCodec(
    int payloadType, String encodingName, int clockRateHz, int channels, String formatParameters, Set<String> feedback) {
  public OfferedCodec {
    feedback = Set.copyOf(feedback);
  }
}
