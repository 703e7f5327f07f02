package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A device on the call channel as its document describes it, which remembers what it hears. */
final class CallPhone implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient http;
  private final URI uri;
  private final String token;
  private final String deviceId;
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private volatile int closeCode;
  private volatile boolean reading = true;
  private int requests;

  CallPhone(HttpClient http, URI uri, String token, String deviceId) {
    this.http = http;
    this.uri = uri;
    this.token = token;
    this.deviceId = deviceId;
  }

  /** Connects, without a word. */
  CallPhone open() {
    closeCode = 0;
    socket = http.newWebSocketBuilder().buildAsync(uri, this);
    socket.join();
    return this;
  }

  /** Connects and greets. */
  JsonNode connect() {
    return greet("");
  }

  /** Comes back and goes on after the last number that it has heard. */
  JsonNode resume() {
    return greet(",\"resume\":{\"session\":\"%s\",\"after\":%d}".formatted(welcome().get("session").asString(), lastNumber()));
  }

  private JsonNode greet(String resume) {
    int before = heard.size();
    open();
    say("{\"do\":\"hello\",\"token\":\"%s\",\"device\":{\"id\":\"%s\",\"class\":\"web\"}%s}".formatted(token, deviceId, resume));
    until("the welcome", () -> heard.stream().skip(before).anyMatch(frame -> re(frame).equals("hello")));
    return welcome();
  }

  private JsonNode welcome() {
    return heard.stream().filter(frame -> re(frame).equals("hello")).toList().getLast();
  }

  private static String re(JsonNode frame) {
    return frame.path("re").asString("");
  }

  long lastNumber() {
    return heard.stream().filter(frame -> frame.has("n") && frame.has("event")).mapToLong(frame -> frame.get("n").asLong()).max().orElse(0);
  }

  /** The numbers of all events, in the order of their coming. */
  List<Long> numbers() {
    return heard.stream().filter(frame -> frame.has("n") && frame.has("event")).map(frame -> frame.get("n").asLong()).toList();
  }

  void say(String text) {
    socket.join().sendText(text, true).exceptionally(gone -> null).join();
  }

  void stopReading() {
    reading = false;
  }

  /** Asks something, and waits for the answer or the refusal. */
  JsonNode ask(String action, String members) {
    return askAs("r" + ++requests, action, members);
  }

  JsonNode askAs(String id, String action, String members) {
    int before = heard.size();
    say("{\"id\":\"%s\",\"do\":\"%s\"%s}".formatted(id, action, members.isEmpty() ? "" : "," + members));
    until("the answer to " + action, () -> heard.stream().skip(before).anyMatch(frame -> re(frame).equals(id)));
    return heard.stream().skip(before).filter(frame -> re(frame).equals(id)).findFirst().orElseThrow();
  }

  JsonNode onCall(String action, String callId) {
    return ask(action, "\"callId\":\"" + callId + "\"");
  }

  /** All events of this name so far. */
  List<JsonNode> events(String name) {
    return heard.stream().filter(frame -> frame.path("event").asString("").equals(name)).toList();
  }

  /** Waits for an event, and returns the last of its name. */
  JsonNode event(String name) {
    until(deviceId + " hears " + name, () -> !events(name).isEmpty());
    return events(name).getLast();
  }

  /** Waits until another participant is in a state. */
  void sees(String userId, String state) {
    until(deviceId + " sees " + userId + " in " + state, () -> events("call.state").stream()
        .anyMatch(event -> event.get("userId").asString().equals(userId) && event.get("state").asString().equals(state)));
  }

  List<JsonNode> heard() {
    return heard;
  }

  void forget() {
    heard.clear();
  }

  boolean isClosed() {
    return closeCode != 0;
  }

  /** Waits until the server has ended the connection, and returns why. */
  int closeCode() {
    until(deviceId + " is closed", () -> closeCode != 0);
    return closeCode;
  }

  /** Vanishes without a word. */
  void drop() {
    socket.join().abort();
  }

  @Override
  public void close() {
    var _ = socket.thenAccept(WebSocket::abort);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      heard.add(MAPPER.readTree(part.toString()));
      part.setLength(0);
    }
    if (reading) {
      webSocket.request(1);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closeCode = statusCode;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closeCode = closeCode == 0 ? 1006 : closeCode;
  }
}
