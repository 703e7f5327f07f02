package io.ringcast.bench.relay;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.ClientState;
import io.ringcast.relay.rtmp.RtmpClient;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Publishes the test stream over RTMP at its own pace, on a thread of its own, until it is closed. */
final class StreamSender implements AutoCloseable, RtmpClient.Listener {
  private static final long NS_PER_US = 1_000;

  private final Socket socket;
  private final RtmpClient client;
  private volatile boolean closed;

  StreamSender(int port, String name) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    RtmpTarget target = new RtmpTarget("rtmp://127.0.0.1:" + port + "/live", "live", name);
    client = new RtmpClient(target, new Random(1), this::write, this, System.nanoTime());
    byte[] bytes = new byte[4_096];
    while (!(client.state() instanceof ClientState.Publishing)) {
      int count = socket.getInputStream().read(bytes);
      if (count < 0) {
        throw new IOException("the server would not have the stream");
      }
      client.take(bytes, 0, count);
    }
    client.describe(TestStream.VIDEO, TestStream.AUDIO);
  }

  /** Begins to send. */
  void start() {
    Thread.ofPlatform().name("sender").daemon().start(this::send);
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      if (!closed) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void send() {
    TestStream stream = new TestStream();
    long beganNs = System.nanoTime();
    while (!closed) {
      Frame frame = stream.next();
      long dueNs = beganNs + frame.timeUs() * NS_PER_US;
      for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      client.send(frame);
    }
  }

  @Override
  public void onPublishing() {}

  @Override
  public void onEnd(RtmpEnd reason) {
    if (!closed) {
      throw new IllegalStateException("the stream ended: " + reason);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }
}
