package io.ringcast.events.store;

import io.ringcast.events.EventType;
import io.ringcast.events.Happening;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What an event tells, as JSON: in the store, and in Ringcast's own format. */
public final class HappeningJson {
  // A component that was added later reads as null or zero from an older event.
  private static final JsonMapper MAPPER = JsonMapper.builder()
    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
    .build();

  private HappeningJson() {}

  public static String write(Happening happening) {
    return happening instanceof Happening.Other other ? other.json() : MAPPER.writeValueAsString(happening);
  }

  /** What was written under this type's name; kept as it is when this version cannot read it. */
  static Happening read(String label, String json) {
    Optional<EventType> type = EventType.labelled(label);
    if (type.isEmpty() || type.get() == EventType.OTHER) {
      return new Happening.Other(label, json);
    }
    try {
      return MAPPER.readValue(json, type.get().record());
    } catch (JacksonException e) {
      return new Happening.Other(label, json);
    }
  }
}
