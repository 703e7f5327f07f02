package io.ringcast.events.format;

import java.nio.charset.StandardCharsets;

/** What is posted. Whoever makes the bytes leaves them alone. */
@SuppressWarnings("ArrayRecordComponent")
public record Body(String contentType, byte[] bytes) {

  public static Body json(String contentType, String json) {
    return new Body(contentType, json.getBytes(StandardCharsets.UTF_8));
  }
}
