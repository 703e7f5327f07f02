package io.ringcast.bench.relay;

import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.amf.AmfWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Players that ask for a stream and count what they get. One thread for all. */
final class RtmpPlayers implements AutoCloseable {
  private static final int PART_BYTES = 1_536;
  private static final int HANDSHAKE_BYTES = 1 + 2 * PART_BYTES;
  private static final int READ_BYTES = 1 << 18;
  private static final int COMMAND = 20;
  private static final int COMMAND_STREAM = 3;
  private static final int HEADER_BYTES = 12;

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong playing = new AtomicLong();
  private volatile boolean closed;

  /** One connection: how much of its handshake has come. */
  private static final class Player {
    private int shaken;
  }

  RtmpPlayers(int count, int port, String name) throws IOException {
    byte[] hello = new byte[1 + PART_BYTES];
    hello[0] = 3;
    byte[] wish = wish(name);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.write(ByteBuffer.wrap(hello));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Player());
    }
    Thread.ofPlatform().name("players").daemon().start(() -> run(wish));
  }

  /** What is sent behind the handshake: C2 and three commands, each in one chunk. */
  private static byte[] wish(String name) {
    Map<String, AmfValue> fields = new LinkedHashMap<>();
    fields.put("app", new AmfValue.Text("live"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[PART_BYTES]);
    command(out, 0, new AmfWriter().text("connect").number(1).value(new AmfValue.Fields(fields, false)));
    command(out, 0, new AmfWriter().text("createStream").number(2).value(new AmfValue.Nothing()));
    command(out, 1, new AmfWriter().text("play").number(3).value(new AmfValue.Nothing()).text(name));
    return out.toByteArray();
  }

  private static void command(ByteArrayOutputStream out, int streamId, AmfWriter words) {
    byte[] payload = words.bytes();
    byte[] header = new byte[HEADER_BYTES];
    header[0] = COMMAND_STREAM;
    header[6] = (byte) payload.length;
    header[7] = COMMAND;
    header[8] = (byte) streamId;
    out.writeBytes(header);
    out.writeBytes(payload);
  }

  private void run(byte[] wish) {
    try {
      while (!closed) {
        selector.select(key -> read(key, wish));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key, byte[] wish) {
    if (!(key.channel() instanceof SocketChannel channel) || !(key.attachment() instanceof Player player)) {
      return;
    }
    try {
      buffer.clear();
      int count = channel.read(buffer);
      if (count < 0) {
        key.cancel();
        return;
      }
      if (player.shaken < HANDSHAKE_BYTES && player.shaken + count >= HANDSHAKE_BYTES) {
        channel.write(ByteBuffer.wrap(wish));
        playing.incrementAndGet();
      }
      player.shaken = Math.min(HANDSHAKE_BYTES, player.shaken + count);
      bytes.addAndGet(count);
    } catch (IOException e) {
      key.cancel();
    }
  }

  /** Bytes that all have got so far. */
  long bytes() {
    return bytes.get();
  }

  /** How many have asked to play. */
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
