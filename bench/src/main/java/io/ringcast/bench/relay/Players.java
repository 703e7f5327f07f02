package io.ringcast.bench.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Players that ask for a stream and count what they get. One thread for all. */
final class Players implements AutoCloseable {
  private static final int READ_BYTES = 1 << 18;

  private final Asking asking;
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong playing = new AtomicLong();
  private volatile boolean closed;

  /** One connection: how much of the answer to its opening has come. */
  private static final class Player {
    private int answered;
  }

  Players(int count, int port, Asking asking) throws IOException {
    this.asking = asking;
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.write(ByteBuffer.wrap(asking.opening()));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Player());
    }
    Thread.ofPlatform().name("players").daemon().start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(this::read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key) {
    if (!(key.channel() instanceof SocketChannel channel) || !(key.attachment() instanceof Player player)) {
      return;
    }
    try {
      buffer.clear();
      int count = channel.read(buffer);
      if (count < 0 || (player.answered == 0 && !welcomes(count))) {
        key.cancel();
        return;
      }
      if (player.answered < asking.answerBytes() && player.answered + count >= asking.answerBytes()) {
        channel.write(ByteBuffer.wrap(asking.wish()));
        playing.incrementAndGet();
      }
      player.answered = Math.min(asking.answerBytes(), player.answered + count);
      bytes.addAndGet(count);
    } catch (IOException e) {
      key.cancel();
    }
  }

  /** Whether what came first is no refusal. */
  private boolean welcomes(int count) {
    byte[] welcome = asking.welcome();
    return count >= welcome.length && buffer.slice(0, welcome.length).equals(ByteBuffer.wrap(welcome));
  }

  /** Bytes that all have got so far. */
  long bytes() {
    return bytes.get();
  }

  /** How many have asked to play, and were not refused. */
  long playing() {
    return playing.get();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
