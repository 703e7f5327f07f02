package io.ringcast.calls.log;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.CallNews;
import io.ringcast.calls.exchange.DeviceNotice;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** What the log keeps of calls, as JSON: the records as they are, each of a family with its own name. */
final class LogJson {
  /** A record of a family says which one it is; a record that is renamed cannot be read any more. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  private interface Named {}

  private static final Class<?>[] FAMILIES = {CallEvent.class, CallNews.class, CallNotice.class, DeviceNotice.class, JoinRule.class};
  // A component that was added later reads as null or zero from what an older server wrote.
  private static final JsonMapper MAPPER = mapper();

  private LogJson() {}

  private static JsonMapper mapper() {
    JsonMapper.Builder builder = JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    for (Class<?> family : FAMILIES) {
      builder.addMixIn(family, Named.class);
      for (Class<?> member : family.getPermittedSubclasses()) {
        builder.registerSubtypes(new NamedType(member, member.getSimpleName()));
      }
    }
    return builder.build();
  }

  static String event(CallEvent event) {
    return MAPPER.writerFor(CallEvent.class).writeValueAsString(event);
  }

  static CallEvent event(String json) {
    return MAPPER.readValue(json, CallEvent.class);
  }

  static String notice(DeviceNotice notice) {
    return MAPPER.writerFor(DeviceNotice.class).writeValueAsString(notice);
  }

  static DeviceNotice notice(String json) {
    return MAPPER.readValue(json, DeviceNotice.class);
  }

  static String news(CallNews news) {
    return MAPPER.writerFor(CallNews.class).writeValueAsString(news);
  }

  static CallNews news(String json) {
    return MAPPER.readValue(json, CallNews.class);
  }

  static String answer(Answer answer) {
    return MAPPER.writeValueAsString(answer);
  }

  static Answer answer(String json) {
    return MAPPER.readValue(json, Answer.class);
  }

  static String habits(Habits habits) {
    return MAPPER.writeValueAsString(habits);
  }

  static Habits habits(String json) {
    return MAPPER.readValue(json, Habits.class);
  }
}
