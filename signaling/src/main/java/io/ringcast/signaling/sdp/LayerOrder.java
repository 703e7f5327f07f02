package io.ringcast.signaling.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts simulcast rids into the order of their sizes as far as the offer tells. */
final class LayerOrder {
  private static final int PIXELS_MAX = 1 << 20;
  /** Names that only mean one thing beside each other: quarter, half, full; low, medium, high; small, medium, big. */
  private static final List<List<String>> KNOWN_NAMES = List.of(
      List.of("q", "h", "f"), List.of("l", "m", "h"), List.of("s", "m", "b"), List.of("low", "mid", "high"),
      List.of("low", "medium", "high"), List.of("small", "medium", "big"), List.of("0", "1", "2"), List.of("r0", "r1", "r2"));

  private LayerOrder() {}

  /** By max-width if every rid has one, else by well-known names, else as offered, which browsers' pages write lowest first. */
  static List<String> lowestFirst(List<String> rids, Map<String, String> restrictions) {
    List<String> ordered = new ArrayList<>(rids);
    if (rids.stream().allMatch(rid -> maxWidth(restrictions.get(rid)) > 0)) {
      ordered.sort(Comparator.comparingInt(rid -> maxWidth(restrictions.get(rid))));
      return ordered;
    }
    for (List<String> names : KNOWN_NAMES) {
      if (names.containsAll(rids)) {
        ordered.sort(Comparator.comparingInt(names::indexOf));
        return ordered;
      }
    }
    return ordered;
  }

  private static int maxWidth(@Nullable String restrictions) {
    String width = FormatParameters.of(restrictions == null ? "" : restrictions).value("max-width");
    return SdpReader.number(width, PIXELS_MAX);
  }
}
