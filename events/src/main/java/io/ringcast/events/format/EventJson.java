package io.ringcast.events.format;

import io.ringcast.events.Event;
import io.ringcast.events.Happening;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** Ringcast's own format: the event as it is. Replay speaks it too. */
public final class EventJson implements Renderer {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public boolean wants(Event event) {
    return true;
  }

  @Override
  public Body render(Event event) {
    return Body.json("application/json", text(event));
  }

  /** One JSON object. */
  public static String text(Event event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", event.id());
    fields.put("type", event.happening().label());
    fields.put("timeMs", event.timeMs());
    fields.put("appId", event.room().appId());
    fields.put("roomId", event.room().roomId());
    fields.put("sessionId", event.sessionId());
    fields.put("sequence", event.sequence());
    fields.put("details", event.happening() instanceof Happening.Other other ? new RawValue(other.json()) : event.happening());
    return MAPPER.writeValueAsString(fields);
  }
}
