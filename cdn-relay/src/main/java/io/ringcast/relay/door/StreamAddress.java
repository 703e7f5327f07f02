package io.ringcast.relay.door;

import io.ringcast.relay.rtmp.RtmpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which stream a client of RTMP means: {@code live/ROOM?token=…} and what may stand behind the room. A token alone in the stream key's
 * place means the room that it names. The token is not shown.
 *
 * @param path what stands behind {@code live/}, decoded; empty when the key is a token alone
 * @param token null when there is none
 * @param tag what the publisher calls its stream, null when it does not say
 */
public record StreamAddress(List<String> path, @Nullable String token, @Nullable String tag) {
  /** The application that all streams are in. */
  public static final String APPLICATION = "live";
  private static final int PARTS_MAX = 3;
  /** A token of 8 kB, and three names of 256 characters at three bytes, each of them escaped. */
  private static final int LENGTH_MAX = 16_384;
  private static final int JWT_DOTS = 2;

  public StreamAddress {
    path = List.copyOf(path);
  }

  /** Reads what a client asks for; null when it is none of ours. */
  public static @Nullable StreamAddress read(RtmpRequest request) {
    if (request.app().length() + request.name().length() > LENGTH_MAX) {
      return null;
    }
    Map<String, String> query = new HashMap<>();
    String app = withoutQuery(request.app(), query);
    String name = withoutQuery(request.name(), query);
    List<String> parts = new ArrayList<>();
    for (String part : (app + "/" + name).split("/", -1)) {
      String decoded = decoded(part);
      if (decoded == null) {
        return null;
      }
      if (!decoded.isEmpty()) {
        parts.add(decoded);
      }
    }
    if (parts.isEmpty() || !parts.removeFirst().equals(APPLICATION) || parts.isEmpty() || parts.size() > PARTS_MAX) {
      return null;
    }
    String token = query.get("token");
    if (token == null && parts.size() == 1 && looksLikeToken(parts.getFirst())) {
      return new StreamAddress(List.of(), parts.getFirst(), query.get("tag"));
    }
    return new StreamAddress(parts, token, query.get("tag"));
  }

  private static boolean looksLikeToken(String text) {
    return text.startsWith("eyJ") && text.chars().filter(c -> c == '.').count() == JWT_DOTS;
  }

  /** The first of each name counts. */
  private static String withoutQuery(String text, Map<String, String> query) {
    int mark = text.indexOf('?');
    if (mark < 0) {
      return text;
    }
    for (String pair : text.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String value = equals < 0 ? null : decoded(pair.substring(equals + 1));
      if (value != null) {
        query.putIfAbsent(pair.substring(0, equals), value);
      }
    }
    return text.substring(0, mark);
  }

  /** RFC 3986 section 2.1; null when an escape is cut short or is none. */
  private static @Nullable String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] escaped = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[escaped.length];
    int length = 0;
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '%') {
        int high = i + 2 < escaped.length ? Character.digit(escaped[i + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(escaped[i + 2], 16);
        if (low < 0) {
          return null;
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = escaped[i];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return APPLICATION + "/" + String.join("/", path);
  }
}
