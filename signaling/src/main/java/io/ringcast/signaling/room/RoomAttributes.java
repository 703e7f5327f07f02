package io.ringcast.signaling.room;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
  private final Pace pace = new Pace(CHANGES_AT_HAND, ANOTHER_CHANGE_AFTER_MS);

  Map<String, String> all() {
    return Collections.unmodifiableMap(values);
  }

  /** All of a change, or nothing. */
  void change(AttributeChange change, long nowMs) throws RoomRefusedException {
    check(change);
    if (!pace.allows(nowMs)) {
      throw new RoomRefusedException(RoomRefusal.TOO_MANY_ATTRIBUTE_CHANGES,
          "The room's attributes were changed too often within seconds: wait before the next change.", List.of());
    }
    values.keySet().removeAll(change.deleted());
    values.putAll(change.set());
  }

  private void check(AttributeChange change) throws RoomRefusedException {
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
    if (values.size() + added - gone > COUNT_MAX) {
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
