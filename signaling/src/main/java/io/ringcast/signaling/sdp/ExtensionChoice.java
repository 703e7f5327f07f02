package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The header extensions of a section that both sides know (RFC 8285). */
final class ExtensionChoice {
  /** Ids above need the two-byte header, which is not negotiated. */
  private static final int ONE_BYTE_ID_MAX = 14;

  private ExtensionChoice() {}

  static ExtensionIds of(MediaSection section, Set<HeaderExtension> handled) {
    Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
    section.extensions().forEach((id, uri) -> HeaderExtension.ofUri(uri).ifPresent(extension -> {
      if (handled.contains(extension) && id <= ONE_BYTE_ID_MAX) {
        ids.putIfAbsent(extension, id);
      }
    }));
    return new ExtensionIds(ids);
  }
}
