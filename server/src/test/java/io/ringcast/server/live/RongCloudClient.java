package io.ringcast.server.live;

import io.ringcast.identity.KeyPair;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** RongCloud's server API as its documents describe it from the outside: an app's back end that signs what it sends. */
final class RongCloudClient {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final AtomicLong NONCES = new AtomicLong(System.nanoTime());

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final KeyPair pair;

  RongCloudClient(String server, KeyPair pair) {
    this.server = server;
    this.pair = pair;
  }

  record Answer(int status, JsonNode body) {
    int code() {
      return body.get("code").asInt();
    }

    String text(String field) {
      return body.get(field).asString();
    }
  }

  /** What a request says of its origin. */
  record Head(String appKey, String nonce, String timestamp, String signature) {}

  Head head(long timestamp) {
    String nonce = Long.toString(NONCES.incrementAndGet());
    return new Head(pair.key(), nonce, Long.toString(timestamp), sha1(pair.secret() + nonce + timestamp));
  }

  Head head() {
    return head(System.currentTimeMillis());
  }

  static String sha1(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String form(String... pairs) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(pairs[i]).append('=').append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  Answer getToken(String userId, String name) throws Exception {
    return post("/user/getToken.json", "application/x-www-form-urlencoded", form("userId", userId, "name", name, "portraitUri", ""));
  }

  Answer json(String path, String body) throws Exception {
    return post(path, "application/json", body);
  }

  Answer post(String path, String type, String body) throws Exception {
    return send(head(), "POST", path, type, body);
  }

  Answer delete(String path) throws Exception {
    return send(head(), "DELETE", path, "application/json", "");
  }

  Answer send(Head head, String method, String path, String type, String body) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
        .header("App-Key", head.appKey()).header("Nonce", head.nonce()).header("Timestamp", head.timestamp())
        .header("Signature", head.signature()).header("Content-Type", type).method(method, BodyPublishers.ofString(body)).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return new Answer(answer.statusCode(), MAPPER.readTree(answer.body()));
  }

  /** The app's user, with its token, asks where it may go. */
  HttpResponse<String> exchange(String userToken, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/v1/room-token"))
        .header("Authorization", "Bearer " + userToken).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body)).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
