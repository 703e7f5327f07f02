package io.ringcast.signaling.rongcloud;

import io.ringcast.identity.KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An app's back end: signs its calls and reads what it is answered. */
final class Backend {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final WebTestClient http;
  private final KeyPair pair;
  private long nowMs;
  private int nonce;

  /** @param nowMs its clock */
  Backend(WebTestClient http, KeyPair pair, long nowMs) {
    this.http = http;
    this.pair = pair;
    this.nowMs = nowMs;
  }

  void clock(long ms) {
    nowMs = ms;
  }

  record Answer(int status, JsonNode body, String text) {
    int code() {
      return body.get("code").asInt();
    }
  }

  static String sha1(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer form(String path, String body) {
    return call(HttpMethod.POST, path, MediaType.APPLICATION_FORM_URLENCODED, body);
  }

  Answer json(String path, String body) {
    return call(HttpMethod.POST, path, MediaType.APPLICATION_JSON, body);
  }

  Answer delete(String path) {
    return call(HttpMethod.DELETE, path, null, "");
  }

  Answer call(HttpMethod method, String path, MediaType type, String body) {
    String number = Integer.toString(nonce++);
    String timestamp = Long.toString(nowMs);
    return send(method, path, type, body, "App-Key", pair.key(), "Nonce", number, "Timestamp", timestamp,
        "Signature", sha1(pair.secret() + number + timestamp));
  }

  /** With these headers and no others. */
  Answer send(HttpMethod method, String path, MediaType type, String body, String... headers) {
    WebTestClient.RequestBodySpec request = http.method(method).uri(path);
    if (type != null) {
      request.contentType(type);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    var result = request.bodyValue(body.getBytes(StandardCharsets.UTF_8)).exchange()
        .expectHeader().contentType(MediaType.APPLICATION_JSON).expectBody().returnResult();
    String text = new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
    return new Answer(result.getStatus().value(), MAPPER.readTree(text), text);
  }
}
