package io.ringcast.http;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of the doors: records and maps out, small documents in. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** Reads an object that a client sent. */
  public static JsonNode object(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw Problem.badRequest("bad-json", "The body is not JSON: send one JSON object.").exception();
    }
    if (!node.isObject()) {
      throw Problem.badRequest("bad-json", "The body must be one JSON object.").exception();
    }
    return node;
  }
}
