package io.ringcast.signaling.rongcloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ids as RongCloud allows them, which is narrower than the other doors. */
final class Ids {
  static final int CHARS_MAX = 64;
  private static final String OTHERS = "+=-_";

  private Ids() {}

  static String of(Fields fields, String name) {
    return require(name, fields.find(name));
  }

  /** At least one and at most so many. */
  static List<String> all(Fields fields, String name, int countMax) {
    List<String> ids = fields.all(name);
    if (ids.isEmpty() || ids.size() > countMax) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send 1 to " + countMax + " values of " + name + ".");
    }
    ids.forEach(id -> require(name, id));
    return ids;
  }

  static String require(String name, @Nullable String id) {
    if (id != null && id.length() > CHARS_MAX) {
      throw new ApiException(ApiCode.TOO_LONG, name + " has at most " + CHARS_MAX + " characters.");
    }
    if (id == null || id.isEmpty() || !id.chars().allMatch(Ids::isAllowed)) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send " + name + ": 1 to " + CHARS_MAX + " letters, digits and " + OTHERS + ".");
    }
    return id;
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || OTHERS.indexOf(c) >= 0;
  }
}
