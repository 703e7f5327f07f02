package io.ringcast.server.live;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;

/** A signal connection that says what a test wants and remembers what it is told. */
final class SignalSocket implements WebSocket.Listener {
  private final List<SignalResponse> heard = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final CompletableFuture<WebSocket> socket;
  private volatile boolean ended;

  private SignalSocket(HttpClient http, URI uri) {
    socket = http.newWebSocketBuilder().buildAsync(uri, this);
  }

  /** Opens one; it fails as the server's door refuses it. */
  static CompletableFuture<SignalSocket> open(HttpClient http, URI uri) {
    SignalSocket opened = new SignalSocket(http, uri);
    return opened.socket.thenApply(ignored -> opened);
  }

  List<SignalResponse> heard() {
    return heard;
  }

  boolean heard(Predicate<SignalResponse> what) {
    return heard.stream().anyMatch(what);
  }

  /** Whether the server has ended the connection. */
  boolean ended() {
    return ended;
  }

  void say(SignalRequest.Builder request) {
    send(request.build().toByteArray());
  }

  void send(byte[] frame) {
    socket.join().sendBinary(ByteBuffer.wrap(frame), true).exceptionally(gone -> null).join();
  }

  /** Vanishes without a word. */
  void drop() {
    var _ = socket.thenAccept(WebSocket::abort);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    part.writeBytes(bytes);
    if (last) {
      try {
        heard.add(SignalResponse.parseFrom(part.toByteArray()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
      part.reset();
    }
    webSocket.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    ended = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    ended = true;
  }
}
