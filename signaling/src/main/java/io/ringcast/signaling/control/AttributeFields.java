package io.ringcast.signaling.control;

import io.ringcast.http.Fields;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.AttributeChange.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change of attributes as JSON says it: a key's new text, or null for a key that goes. */
final class AttributeFields {
  private AttributeFields() {}

  static AttributeChange read(String body) {
    Fields fields = Fields.of(body, "attributes", "message");
    Map<String, @Nullable String> map = fields.map("attributes");
    Set<String> deleted = map.entrySet().stream().filter(entry -> entry.getValue() == null).map(Map.Entry::getKey)
        .collect(Collectors.toSet());
    AttributeChange change = new AttributeChange(set(map), deleted, message(fields.object("message")));
    if (change.isEmpty()) {
      throw Fields.bad("attributes", "an object with the keys that change");
    }
    return change;
  }

  static Map<String, String> set(Map<String, @Nullable String> map) {
    Map<String, String> set = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (value != null) {
        set.put(key, value);
      }
    });
    return set;
  }

  private static @Nullable Message message(@Nullable Fields fields) {
    return fields == null ? null
        : new Message(Objects.requireNonNullElse(fields.text("name"), ""), Objects.requireNonNullElse(fields.text("content"), ""));
  }
}
