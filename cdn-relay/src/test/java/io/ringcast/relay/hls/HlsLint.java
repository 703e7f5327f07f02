package io.ringcast.relay.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What RFC 8216bis demands of one playlist, and of one that follows another. */
final class HlsLint {
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z-]+)=(\"[^\"]*\"|[^,]*)");
  private static final BigDecimal SHORTEST_PART = new BigDecimal("0.85");

  /** One segment of a playlist; the last may be parts alone. */
  record Entry(long sequence, BigDecimal duration, String uri, List<Map<String, String>> parts) {}

  final List<Entry> entries = new ArrayList<>();
  final Map<String, String> header = new LinkedHashMap<>();
  String hint = "";
  boolean ended;

  private List<Map<String, String>> parts = new ArrayList<>();
  private BigDecimal duration = BigDecimal.ZERO;
  private boolean mapped;

  private HlsLint() {}

  /** Reads a playlist by sections 4.1 to 4.4 and checks it. */
  static HlsLint check(String playlist) {
    HlsLint lint = new HlsLint();
    List<String> lines = playlist.lines().toList();
    assertThat(playlist).endsWith("\n");
    assertThat(lines.getFirst()).as("4.4.1.1").isEqualTo("#EXTM3U");
    lines.subList(1, lines.size()).forEach(lint::line);
    lint.finish();
    return lint;
  }

  private void line(String line) {
    if (!line.startsWith("#")) {
      entries.add(new Entry(first() + entries.size(), duration, line, parts));
      parts = new ArrayList<>();
      return;
    }
    int colon = line.indexOf(':');
    String tag = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    switch (tag) {
      case "#EXT-X-MAP" -> mapped = true;
      case "#EXT-X-PART" -> {
        assertThat(mapped).as("4.4.4.5: a map before every fragment").isTrue();
        parts.add(attributes(value));
      }
      case "#EXTINF" -> duration = new BigDecimal(value.substring(0, value.indexOf(',')));
      case "#EXT-X-PRELOAD-HINT" -> hint = attributes(value).getOrDefault("URI", "");
      case "#EXT-X-ENDLIST" -> ended = true;
      case "#EXT-X-DISCONTINUITY" -> mapped = false;
      case "#EXT-X-PROGRAM-DATE-TIME" -> assertThat(value).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      default -> assertThat(header.put(tag, value)).as("once: " + tag).isNull();
    }
  }

  static Map<String, String> attributes(String value) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(value);
    while (matcher.find()) {
      assertThat(attributes.put(matcher.group(1), matcher.group(2).replace("\"", ""))).as("4.2: once").isNull();
    }
    return attributes;
  }

  private long first() {
    return Long.parseLong(header.getOrDefault("#EXT-X-MEDIA-SEQUENCE", "0"));
  }

  private void finish() {
    assertThat(header).containsKeys("#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-PART-INF", "#EXT-X-SERVER-CONTROL");
    assertThat(Integer.parseInt(header.get("#EXT-X-VERSION"))).as("8: EXT-X-MAP").isGreaterThanOrEqualTo(6);
    long target = Long.parseLong(header.get("#EXT-X-TARGETDURATION"));
    BigDecimal partTarget = new BigDecimal(attributes(header.getOrDefault("#EXT-X-PART-INF", "")).get("PART-TARGET"));
    Map<String, String> control = attributes(header.getOrDefault("#EXT-X-SERVER-CONTROL", ""));
    assertThat(new BigDecimal(control.get("PART-HOLD-BACK"))).as("4.4.3.8: at least twice, better three times the part target")
      .isGreaterThanOrEqualTo(partTarget.multiply(BigDecimal.valueOf(3)));
    for (Entry entry : entries) {
      assertThat(Math.round(entry.duration().doubleValue())).as("4.4.3.1").isLessThanOrEqualTo(target);
      checkParts(entry.parts(), partTarget, true);
      if (!entry.parts().isEmpty()) {
        BigDecimal sum = entry.parts().stream().map(part -> new BigDecimal(part.get("DURATION"))).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum.subtract(entry.duration()).abs()).as("parts of %s add up", entry).isLessThan(new BigDecimal("0.001"));
      }
    }
    checkParts(parts, partTarget, false);
    assertThat(ended).as("6.2.2: a hint while it goes on").isEqualTo(hint.isEmpty());
    if (!parts.isEmpty()) {
      entries.add(new Entry(first() + entries.size(), BigDecimal.ZERO, "", parts));
    }
  }

  private static void checkParts(List<Map<String, String>> parts, BigDecimal target, boolean whole) {
    for (int i = 0; i < parts.size(); i++) {
      BigDecimal length = new BigDecimal(parts.get(i).get("DURATION"));
      assertThat(length).as("4.4.4.9: %s", parts).isLessThanOrEqualTo(target);
      if (!whole || i < parts.size() - 1) {
        assertThat(length).as("4.4.4.9: at least 85 %%: %s", parts).isGreaterThanOrEqualTo(target.multiply(SHORTEST_PART));
      }
    }
  }

  /** What may change from one playlist to a later one: section 6.2.1. */
  void checkFollows(HlsLint before) {
    assertThat(first()).isGreaterThanOrEqualTo(before.first());
    assertThat(header.get("#EXT-X-TARGETDURATION")).isEqualTo(before.header.get("#EXT-X-TARGETDURATION"));
    for (Entry entry : entries) {
      for (Entry old : before.entries) {
        if (old.sequence() == entry.sequence() && !old.uri().isEmpty()) {
          assertThat(entry.uri()).isEqualTo(old.uri());
          assertThat(entry.duration()).isEqualTo(old.duration());
        }
        if (old.sequence() == entry.sequence() && !entry.parts().isEmpty()) {
          assertThat(entry.parts().subList(0, old.parts().size())).as("parts are only added").isEqualTo(old.parts());
        }
      }
    }
  }
}
