package io.ringcast.signaling.rongcloud;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a generation of the API says that a call went well, or why it did not. */
enum Envelope {
  /** Paths that end in {@code .json}. */
  V1(200, "errorMessage"),
  /** Paths that begin with {@code /v2}. */
  V2(10000, "msg");

  private final int successCode;
  private final String messageField;

  Envelope(int successCode, String messageField) {
    this.successCode = successCode;
    this.messageField = messageField;
  }

  static Envelope of(String path) {
    return path.startsWith("/v2/") ? V2 : V1;
  }

  Map<String, Object> success(Map<String, Object> fields) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", successCode);
    body.putAll(fields);
    return body;
  }

  Map<String, Object> failure(ApiException e) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", e.code().number());
    body.put(messageField, e.detail());
    return body;
  }
}
