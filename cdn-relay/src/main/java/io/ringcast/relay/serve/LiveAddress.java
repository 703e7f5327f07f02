package io.ringcast.relay.serve;

import io.ringcast.http.Problem;
import io.ringcast.identity.RoomToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path names: {@code [app/]room[/stream]} and how it is wanted.
 *
 * @param first the first name, of a room, or of an app
 * @param second the second name; null when there is one
 * @param third the third name; null when there are fewer
 */
public record LiveAddress(String first, @Nullable String second, @Nullable String third, Format format) {
  /** How a live stream is wanted. */
  public enum Format {
    FLV(".flv"),
    HLS(".m3u8");

    private final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Reads the decoded segments behind {@code /live}. */
  public static LiveAddress of(List<String> segments) {
    String last = segments.getLast();
    for (Format format : Format.values()) {
      if (last.endsWith(format.suffix)) {
        String name = last.substring(0, last.length() - format.suffix.length());
        return named(segments.subList(0, segments.size() - 1), name, format);
      }
    }
    throw Problem.notFound("no-such-format", "A live stream's address ends with .flv or .m3u8.").exception();
  }

  private static LiveAddress named(List<String> before, String last, Format format) {
    LiveAddress read = switch (before.size()) {
      case 0 -> new LiveAddress(last, null, null, format);
      case 1 -> new LiveAddress(before.getFirst(), last, null, format);
      default -> new LiveAddress(before.get(0), before.get(1), last, format);
    };
    if (!RoomToken.isId(read.first) || !isIdOrNone(read.second) || !isIdOrNone(read.third)) {
      throw Problem.badRequest("bad-id", "A room's and a stream's name has 1 to " + RoomToken.ID_CHARS_MAX + " characters.").exception();
    }
    return read;
  }

  private static boolean isIdOrNone(@Nullable String id) {
    return id == null || RoomToken.isId(id);
  }
}
