package io.ringcast.signaling.room;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one room's members share while its session lasts: keys and values, of which every member is told. */
final class RoomAttributes {
  static final int KEY_CHARS_MAX = 128;
  static final int VALUE_CHARS_MAX = 4_096;
  static final int COUNT_MAX = 64;
  static final int MESSAGE_CHARS_MAX = 4_096;
  /** Each change is told to everybody in the room. */
  static final int CHANGES_AT_HAND = 50;
  static final long ANOTHER_CHANGE_AFTER_MS = 100;

  private final Map<String, String> values = new TreeMap<>();
  private final Gazette gazette;
  private final Pace pace = new Pace(CHANGES_AT_HAND, ANOTHER_CHANGE_AFTER_MS);

  RoomAttributes(Gazette gazette) {
    this.gazette = gazette;
  }

  Map<String, String> all() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * All of a change, or nothing.
   *
   * @param by who changes them; null for an administrator
   */
  void change(@Nullable Participant by, AttributeChange change, long nowMs) throws RoomRefusedException {
    if (by != null && !by.permissions().publish()) {
      throw new RoomRefusedException(RoomRefusal.UPDATING_NOT_ALLOWED,
          "The role " + by.role() + " does not change the room's attributes: ask a " + by.mode().role(true) + ".", List.of());
    }
    if (!change.byServer()) {
      check(change);
    }
    if (!change.byServer() && !pace.allows(nowMs)) {
      throw new RoomRefusedException(RoomRefusal.TOO_MANY_ATTRIBUTE_CHANGES,
          "The room's attributes were changed too often within seconds: wait before the next change.", List.of());
    }
    values.keySet().removeAll(change.deleted());
    values.putAll(change.set());
    gazette.everybody(new News.AttributesChanged(change, by == null || by.secret() ? null : by.userId()));
  }

  private void check(AttributeChange change) throws RoomRefusedException {
    if (Stream.concat(change.set().keySet().stream(), change.deleted().stream()).anyMatch(AttributeChange::isServers)) {
      throw new RoomRefusedException(RoomRefusal.UPDATING_NOT_ALLOWED,
          "Keys that begin with " + AttributeChange.SERVER_PREFIX + " are the server's: choose others.", List.of());
    }
    for (Map.Entry<String, String> one : change.set().entrySet()) {
      if (one.getKey().isEmpty() || one.getKey().length() > KEY_CHARS_MAX || one.getValue().length() > VALUE_CHARS_MAX) {
        throw tooLarge("A key has 1 to " + KEY_CHARS_MAX + " characters, a value at most " + VALUE_CHARS_MAX + ".");
      }
    }
    if (change.message() != null && change.message().chars() > MESSAGE_CHARS_MAX) {
      throw tooLarge("A message has at most " + MESSAGE_CHARS_MAX + " characters.");
    }
    long added = change.set().keySet().stream().filter(key -> !values.containsKey(key)).count();
    long gone = change.deleted().stream().filter(key -> values.containsKey(key) && !change.set().containsKey(key)).count();
    long own = values.keySet().stream().filter(AttributeChange::isServers).count();
    if (values.size() - own + added - gone > COUNT_MAX) {
      throw tooLarge("A room has at most " + COUNT_MAX + " attributes.");
    }
  }

  void clear() {
    values.clear();
  }

  private static RoomRefusedException tooLarge(String detail) {
    return new RoomRefusedException(RoomRefusal.ATTRIBUTES_TOO_LARGE, detail, List.of());
  }
}
