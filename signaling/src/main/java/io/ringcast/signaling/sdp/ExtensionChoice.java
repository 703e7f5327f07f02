package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The header extensions of a section that both sides know (RFC 8285). */
final class ExtensionChoice {
  /** Those that publishers may send. */
  static final Set<HeaderExtension> RECEIVED = EnumSet.of(
      HeaderExtension.MID,
      HeaderExtension.RID,
      HeaderExtension.REPAIRED_RID,
      HeaderExtension.ABS_SEND_TIME,
      HeaderExtension.TRANSPORT_CC,
      HeaderExtension.AUDIO_LEVEL,
      HeaderExtension.VIDEO_ORIENTATION,
      HeaderExtension.PLAYOUT_DELAY,
      HeaderExtension.ABS_CAPTURE_TIME,
      HeaderExtension.DEPENDENCY_DESCRIPTOR);
  /** Those that subscribers get. */
  static final Set<HeaderExtension> SENT = EnumSet.of(
      HeaderExtension.MID,
      HeaderExtension.ABS_SEND_TIME,
      HeaderExtension.TRANSPORT_CC,
      HeaderExtension.AUDIO_LEVEL,
      HeaderExtension.VIDEO_ORIENTATION,
      HeaderExtension.PLAYOUT_DELAY,
      HeaderExtension.ABS_CAPTURE_TIME,
      HeaderExtension.DEPENDENCY_DESCRIPTOR);
  /** Ids above need the two-byte header in every packet. */
  private static final int ONE_BYTE_ID_MAX = 14;

  private ExtensionChoice() {}

  static ExtensionIds of(MediaSection section, Codec codec, Set<HeaderExtension> handled) {
    Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
    section.extensions().forEach((id, uri) -> HeaderExtension.ofUri(uri).ifPresent(extension -> {
      if (handled.contains(extension) && id <= ONE_BYTE_ID_MAX && isOfUse(extension, section, codec)) {
        ids.putIfAbsent(extension, id);
      }
    }));
    return new ExtensionIds(ids);
  }

  /** Those of what is sent with this codec: transport-wide numbers where feedback on them was agreed. */
  static ExtensionIds sent(MediaSection section, CodecParameters codec) {
    Set<HeaderExtension> sent = EnumSet.copyOf(SENT);
    if (!codec.transportCc()) {
      sent.remove(HeaderExtension.TRANSPORT_CC);
    }
    return of(section, codec.codec(), sent);
  }

  /** All that a peer's sections may need in either direction, whatever their codec. */
  static ExtensionIds ofPeer(MediaSection section) {
    return of(section, section.kind().equals("video") ? Codec.AV1 : Codec.OPUS, RECEIVED);
  }

  /**
   * The dependency descriptor is for AV1, whose payload does not tell its layers in every packet; VP8 and VP9 do so themselves. A
   * keyframe's is longer than a one-byte header can hold.
   */
  private static boolean isOfUse(HeaderExtension extension, MediaSection section, Codec codec) {
    return extension != HeaderExtension.DEPENDENCY_DESCRIPTOR || (codec == Codec.AV1 && section.mixedExtensions());
  }
}
