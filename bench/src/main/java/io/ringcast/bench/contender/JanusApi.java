package io.ringcast.bench.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Janus's HTTP API: one session with a handle for each peer. A thread fetches its events, any thread may ask. */
final class JanusApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JanusApi.class);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL_LIMIT = Duration.ofSeconds(60);
  private static final int EVENTS_AT_ONCE = 10;
  private static final String PLUGIN = "janus.plugin.videoroom";

  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong transactions = new AtomicLong();
  private final Map<Long, BlockingQueue<JsonNode>> events = new ConcurrentHashMap<>();
  private final URI session;
  private volatile boolean closed;

  /** @param base where the API is */
  JanusApi(URI base) {
    JsonNode created = post(base, request("create"));
    session = URI.create(base + "/" + created.path("data").path("id").asLong());
    Thread.ofVirtual().name("janus-events").start(this::fetch);
  }

  /** A new handle of the videoroom. */
  long attach() {
    ObjectNode request = request("attach");
    request.put("plugin", PLUGIN);
    long handle = post(session, request).path("data").path("id").asLong();
    events.put(handle, new LinkedBlockingQueue<>());
    return handle;
  }

  /** Asks the plugin for what it answers at once. */
  JsonNode ask(long handle, ObjectNode body) {
    ObjectNode request = request("message");
    request.set("body", body);
    JsonNode data = post(handle(handle), request).path("plugindata").path("data");
    refuse(data);
    return data;
  }

  /** Tells the plugin something with our SDP, if any, and waits for its event. */
  JsonNode tell(long handle, ObjectNode body, String type, String sdp) {
    ObjectNode request = request("message");
    request.set("body", body);
    if (!sdp.isEmpty()) {
      ObjectNode jsep = json.createObjectNode();
      jsep.put("type", type);
      jsep.put("sdp", sdp);
      request.set("jsep", jsep);
    }
    post(handle(handle), request);
    return await(handle);
  }

  void detach(long handle) {
    events.remove(handle);
    post(handle(handle), request("detach"));
  }

  ObjectNode body(String request) {
    return json.createObjectNode().put("request", request);
  }

  @Override
  public void close() {
    closed = true;
    http.shutdownNow();
  }

  private JsonNode await(long handle) {
    BlockingQueue<JsonNode> queue = events.get(handle);
    try {
      JsonNode event = queue == null ? null : queue.poll(ASK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new IllegalStateException("Janus sent no event to a handle in " + ASK_LIMIT.toSeconds() + " s");
      }
      refuse(event.path("plugindata").path("data"));
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void fetch() {
    while (!closed) {
      try {
        HttpRequest request = HttpRequest.newBuilder(URI.create(session + "?maxev=" + EVENTS_AT_ONCE)).timeout(POLL_LIMIT).build();
        JsonNode told = json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (told.isArray()) {
          told.forEach(this::dispatch);
        } else {
          dispatch(told);
        }
      } catch (IOException | InterruptedException e) {
        if (!closed) {
          LOG.warn("fetching Janus's events failed", e);
        }
        return;
      }
    }
  }

  /** Only the plugin's own events are waited for; the rest tells of media that goes up or down. */
  private void dispatch(JsonNode event) {
    BlockingQueue<JsonNode> queue = events.get(event.path("sender").asLong());
    if ("event".equals(event.path("janus").asString()) && queue != null) {
      queue.add(event);
    } else {
      LOG.debug("Janus: {}", event);
    }
  }

  private ObjectNode request(String what) {
    return json.createObjectNode().put("janus", what).put("transaction", Long.toString(transactions.incrementAndGet()));
  }

  private URI handle(long handle) {
    return URI.create(session + "/" + handle);
  }

  private JsonNode post(URI where, ObjectNode what) {
    HttpRequest request = HttpRequest.newBuilder(where).timeout(ASK_LIMIT).header("Content-Type", "application/json")
      .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(what))).build();
    try {
      JsonNode answer = json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if ("error".equals(answer.path("janus").asString())) {
        throw new IllegalStateException("Janus refused " + what + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void refuse(JsonNode data) {
    if (data.has("error")) {
      throw new IllegalStateException("Janus's videoroom refused: " + data);
    }
  }
}
