package io.ringcast.relay.push;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an SRT URL says behind its question mark. It holds secrets and shows none.
 *
 * @param streamId what the receiver finds the stream by; null for none
 * @param passphrase both sides encrypt with it; null for none
 * @param keyBytes of AES, 0 when the receiver says
 * @param latencyMs how long the receiver waits for what is sent again, -1 for SRT's own 120 ms
 */
public record SrtTarget(@Nullable String streamId, @Nullable String passphrase, int keyBytes, int latencyMs) {
  /** SRT's own (SRTO_STREAMID). */
  static final int STREAM_ID_BYTES_MAX = 512;
  /** SRT's own (SRTO_PASSPHRASE). */
  static final int PASSPHRASE_BYTES_MIN = 10;
  static final int PASSPHRASE_BYTES_MAX = 79;
  /** More is a mistake of units: FFmpeg's own URLs have microseconds. */
  static final int LATENCY_MS_MAX = 10_000;
  private static final Set<String> KEY_BYTES = Set.of("16", "24", "32");
  /** What may be said besides, since everybody says it and it is so anyhow. */
  private static final Map<String, String> SAID_ANYHOW = Map.of("mode", "caller", "transtype", "live");
  private static final int DIGITS_MAX = 5;

  /** Reads {@code name=value&…}; null when a name is unknown, comes twice, or a value is out of bounds. */
  static @Nullable SrtTarget read(String query) {
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      if (equals < 1 || values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1))) != null) {
        return null;
      }
    }
    for (Map.Entry<String, String> said : SAID_ANYHOW.entrySet()) {
      String value = values.remove(said.getKey());
      if (value != null && !value.equals(said.getValue())) {
        return null;
      }
    }
    String streamId = values.remove("streamid");
    String passphrase = values.remove("passphrase");
    String keyBytes = values.remove("pbkeylen");
    String latency = values.remove("latency");
    boolean good = values.isEmpty() && fits(streamId, 1, STREAM_ID_BYTES_MAX)
      && fits(passphrase, PASSPHRASE_BYTES_MIN, PASSPHRASE_BYTES_MAX)
      && (keyBytes == null || KEY_BYTES.contains(keyBytes)) && (latency == null || milliseconds(latency) >= 0);
    return good
      ? new SrtTarget(streamId, passphrase, keyBytes == null ? 0 : Integer.parseInt(keyBytes), latency == null ? -1 : milliseconds(latency))
      : null;
  }

  /** RFC 3986 section 2.1, where a plus is a plus; the URL was read, so its escapes are whole. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean fits(@Nullable String text, int min, int max) {
    int bytes = text == null ? min : text.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= min && bytes <= max && (text == null || text.indexOf('\0') < 0);
  }

  private static int milliseconds(String text) {
    boolean number = !text.isEmpty() && text.length() <= DIGITS_MAX && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = number ? Integer.parseInt(text) : -1;
    return value <= LATENCY_MS_MAX ? value : -1;
  }

  @Override
  public String toString() {
    return "SRT, latency " + latencyMs + " ms";
  }
}
