package io.ringcast.client.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.client.ClientHost;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/** A participant's signal connection: protobuf in binary frames. What comes is told on the host's loop, which alone sends. */
final class SignalChannel implements AutoCloseable {
  /** What comes; on the loop. */
  interface Listener {
    void onResponse(SignalResponse response);

    void onEnd(String reason);
  }

  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sent = opened;

  /** Connects to a server's door. */
  void open(ClientHost host, URI door, Listener listener) {
    Frames frames = new Frames(host, listener);
    CompletableFuture<WebSocket> _ = host.http().newWebSocketBuilder().buildAsync(door, frames).whenComplete((socket, failure) -> {
      if (failure != null) {
        host.loop().execute(() -> listener.onEnd("no signal connection: " + failure));
      } else {
        opened.complete(socket);
      }
    });
  }

  void send(SignalRequest request) {
    byte[] bytes = request.toByteArray();
    sent = sent.thenCompose(socket -> socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  @Override
  public void close() {
    sent = sent.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
  }

  /** Puts frames together and hands them to the loop. */
  private static final class Frames implements WebSocket.Listener {
    private final ClientHost host;
    private final Listener listener;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    private Frames(ClientHost host, Listener listener) {
      this.host = host;
      this.listener = listener;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      message.writeBytes(bytes);
      if (last) {
        deliver(message.toByteArray());
        message.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      host.loop().execute(() -> listener.onEnd("the server closed the signal connection: " + status + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      host.loop().execute(() -> listener.onEnd("the signal connection broke: " + error));
    }

    private void deliver(byte[] bytes) {
      try {
        SignalResponse response = SignalResponse.parseFrom(bytes);
        host.loop().execute(() -> listener.onResponse(response));
      } catch (InvalidProtocolBufferException e) {
        host.loop().execute(() -> listener.onEnd("a signal message that cannot be read: " + e.getMessage()));
      }
    }
  }
}
