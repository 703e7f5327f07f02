package io.ringcast.bench.contender;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Somebody who is in a room by signal alone, and counts what it is told together with others. */
public final class Bystander implements WebSocket.Listener {
  private final CompletableFuture<Bystander> joined = new CompletableFuture<>();
  private final CompletableFuture<WebSocket> socket;
  private final LongAdder messages;

  Bystander(HttpClient http, URI uri, LongAdder messages) {
    this.messages = messages;
    socket = http.newWebSocketBuilder().buildAsync(uri, this);
    var _ = socket.whenComplete((opened, failed) -> {
      if (failed != null) {
        joined.completeExceptionally(failed);
      }
    });
  }

  /** Completed with the first thing that it is told. */
  public CompletableFuture<Bystander> joined() {
    return joined;
  }

  /** Hangs up. */
  public void leave() {
    var _ = socket.thenCompose(open -> open.sendBinary(ByteBuffer.wrap(LEAVE), true));
  }

  /** A SignalRequest with an empty LeaveRequest: field 8. */
  private static final byte[] LEAVE = {8 << 3 | 2, 0};

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    if (last) {
      messages.increment();
      joined.complete(this);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }
}
