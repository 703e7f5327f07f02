package io.ringcast.server.live;

import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.UserToken;
import io.ringcast.identity.UserTokens;
import io.ringcast.server.FreePorts;
import io.ringcast.server.RunningServer;
import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A whole server with two apps, and devices of their users. */
final class CallServer implements AutoCloseable {
  static final KeyPair PAIR = new KeyPair("callkey", "a secret of the app with calls");
  static final KeyPair OTHER = new KeyPair("otherkey", "a secret of another app with calls");
  private static final String APPS =
      "[{id: calls, keys: [{key: %s, secret: %s}]}, {id: other, keys: [{key: %s, secret: %s}]}]"
          .formatted(PAIR.key(), PAIR.secret(), OTHER.key(), OTHER.secret());

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<CallPhone> phones = new CopyOnWriteArrayList<>();
  private final RunningServer server;
  private final int port;

  CallServer() throws IOException {
    this(Files.createTempDirectory("ringcast-calls"));
  }

  /** @param more of its environment, before what is usual */
  CallServer(Map<String, String> more) throws IOException {
    this(Files.createTempDirectory("ringcast-calls"), more);
  }

  CallServer(Path folder) throws IOException {
    this(folder, Map.of());
  }

  private CallServer(Path folder, Map<String, String> more) throws IOException {
    port = FreePorts.next();
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    Map<String, String> environment = new HashMap<>(Map.of("RINGCAST_MEDIA_LOOPS", "1", "RINGCAST_DATA_DIR", folder.toString(),
        "RINGCAST_APPS", APPS, "RINGCAST_SERVER_BIND", "127.0.0.1"));
    environment.putAll(more);
    server = RunningServer.start(
        SettingsReader.read(null, environment, Map.of(Setting.SERVER_PORT, String.valueOf(port)),
            new Surroundings(1, List.of(loopback), null)),
        null, InstantSource.system());
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpClient http() {
    return http;
  }

  static String userToken(KeyPair pair, String userId, Set<String> groups) {
    Instant now = Instant.now();
    return UserTokens.issue(new UserToken(userId, "", "", groups, now, now.plusSeconds(600)), pair);
  }

  /** A device that is not connected. */
  CallPhone device(String userId, String deviceId) {
    return with(userToken(PAIR, userId, Set.of()), deviceId);
  }

  /** A device that is not connected, and has this token. */
  CallPhone with(String token, String deviceId) {
    CallPhone phone = new CallPhone(http, URI.create("ws://127.0.0.1:" + port + "/call/v1"), token, deviceId);
    phones.add(phone);
    return phone;
  }

  /** A device that has said hello. */
  CallPhone phone(String userId, String deviceId) {
    CallPhone phone = device(userId, deviceId);
    phone.connect();
    return phone;
  }

  /** What an app's back end may do, all of it. */
  static String backEnd(KeyPair pair) {
    Instant now = Instant.now();
    RoomToken token = RoomToken.joining("backend", "none", now.plusSeconds(600)).without(Grant.ROOM_JOIN).with(Grant.ROOM_LIST)
        .with(Grant.ROOM_CREATE);
    return new TokenIssuer(pair).issue(token, now);
  }

  /** Asks as the app's back end. */
  HttpResponse<String> ask(KeyPair pair, String method, String path, String body) {
    try {
      return http.send(HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + backEnd(pair))
          .header("Content-Type", "application/json")
          .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isOffline(String userId) {
    return ask(PAIR, "GET", "/v1/call-users/" + userId, "").body().contains("\"devices\":[]");
  }

  void disconnectAll() {
    phones.forEach(CallPhone::close);
    phones.clear();
  }

  @Override
  public void close() {
    disconnectAll();
    http.shutdownNow();
    server.close();
  }
}
