package io.ringcast.relay.hls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of what playlists refer to; whoever asks for another name asks for nothing. */
final class HlsNames {
  /** At most 15 digits: no number overflows. */
  private static final Pattern NAME = Pattern.compile("(init|seg|part)-(\\d{1,15})(?:-(\\d{1,6}))?\\.(mp4|m4s)");

  /** What a name names. */
  sealed interface Named {
    record Init(long number) implements Named {}

    record Whole(long segment) implements Named {}

    record Piece(long segment, int part) implements Named {}

    record Nothing() implements Named {}
  }

  private HlsNames() {}

  static String init(int number) {
    return "init-" + number + ".mp4";
  }

  static String segment(long sequence) {
    return "seg-" + sequence + ".m4s";
  }

  static String part(long segment, int part) {
    return "part-" + segment + "-" + part + ".m4s";
  }

  static Named read(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return new Named.Nothing();
    }
    long number = Long.parseLong(matcher.group(2));
    String part = matcher.group(3);
    return switch (matcher.group(1)) {
      case "init" -> new Named.Init(number);
      case "seg" -> new Named.Whole(number);
      default -> part == null ? new Named.Nothing() : new Named.Piece(number, Integer.parseInt(part));
    };
  }
}
