package io.ringcast.server.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A back end that hears of events, or is down. */
final class WebhookReceiver implements AutoCloseable {

  /** How it treats requests. */
  enum Mood { WELL, DOWN, TAKES_AND_HANGS_UP }

  /** What it was sent. */
  record Call(String path, String contentType, String authorization, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.WELL;

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  void mood(Mood next) {
    mood = next;
  }

  /** All that it took, in the order of arrival, repeats included. */
  List<Call> calls() {
    return calls;
  }

  private void take(HttpExchange exchange) throws IOException {
    Mood now = mood;
    Call call = new Call(exchange.getRequestURI().getPath(), header(exchange, "Content-Type"), header(exchange, "Authorization"),
      new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (now != Mood.DOWN) {
      calls.add(call);
    }
    if (now != Mood.TAKES_AND_HANGS_UP) {
      exchange.sendResponseHeaders(now == Mood.WELL ? 200 : 503, -1);
    }
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
