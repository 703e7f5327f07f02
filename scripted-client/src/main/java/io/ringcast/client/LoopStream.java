package io.ringcast.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A TCP connection of a {@link ClientLoop}: packets behind their lengths (RFC 4571), read as fast as told. On the loop's thread only. */
public final class LoopStream implements LoopPort, Selectable {
  /** Takes a packet; the bytes are the stream's and are valid until the call returns. */
  public interface Receiver {
    void onPacket(byte[] bytes, int length, long nowNs);

    /** The other side ended the connection, or it failed. */
    void onEnd();
  }

  private static final int LENGTH_BYTES = 2;
  private static final int MAX_PACKET_BYTES = 65_535;
  private static final int WRITE_LIMIT = 1 << 20;
  /** So that what a slow reader leaves unread waits at the sender. */
  private static final int SLOW_BUFFER_BYTES = 8 << 10;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long PAUSE_NS = 10_000_000L;

  private final ClientLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Receiver receiver;
  private final long bytesPerSecond;
  private final ByteBuffer inbox = ByteBuffer.allocate(LENGTH_BYTES + MAX_PACKET_BYTES);
  private final byte[] packet = new byte[MAX_PACKET_BYTES];
  private final Deque<ByteBuffer> outbox = new ArrayDeque<>();
  private int waiting;
  private long readBytes;
  private final long startNs;
  private long sendFailures;

  /** @param bytesPerSecond how fast it reads; 0 for as fast as bytes come */
  LoopStream(ClientLoop loop, Selector selector, InetSocketAddress to, long bytesPerSecond, Receiver receiver) throws IOException {
    this.loop = loop;
    this.receiver = receiver;
    this.bytesPerSecond = bytesPerSecond;
    startNs = loop.nowNs();
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (bytesPerSecond > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_BUFFER_BYTES);
    }
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    if (channel.connect(to)) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    try {
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    if (!channel.isOpen() || waiting + length > WRITE_LIMIT) {
      sendFailures++;
      return;
    }
    ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + length).putShort((short) length).put(bytes, offset, length).flip();
    waiting += frame.remaining();
    outbox.add(frame);
    if (channel.isConnected()) {
      write();
    }
  }

  /** Packets that found no room. */
  public long sendFailures() {
    return sendFailures;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onReady(SelectionKey ready, long nowNs) {
    try {
      if (ready.isConnectable() && channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ);
        write();
      }
      if (ready.isValid() && ready.isWritable()) {
        write();
      }
      if (ready.isValid() && ready.isReadable()) {
        read(nowNs);
      }
    } catch (IOException e) {
      end();
    }
  }

  private void write() {
    try {
      while (!outbox.isEmpty()) {
        ByteBuffer frame = outbox.getFirst();
        waiting -= channel.write(frame);
        if (frame.hasRemaining()) {
          key.interestOpsOr(SelectionKey.OP_WRITE);
          return;
        }
        outbox.removeFirst();
      }
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    } catch (IOException e) {
      end();
    }
  }

  private void read(long nowNs) throws IOException {
    int allowed = inbox.remaining();
    if (bytesPerSecond > 0) {
      long due = (nowNs - startNs) * bytesPerSecond / NS_PER_S - readBytes;
      if (due <= 0) {
        pauseReading(nowNs);
        return;
      }
      allowed = (int) Math.min(allowed, due);
    }
    inbox.limit(inbox.position() + allowed);
    int count = channel.read(inbox);
    inbox.limit(inbox.capacity());
    if (count < 0) {
      end();
      return;
    }
    readBytes += count;
    takeApart(nowNs);
  }

  private void pauseReading(long nowNs) {
    key.interestOpsAnd(~SelectionKey.OP_READ);
    loop.at(nowNs + PAUSE_NS, later -> {
      if (key.isValid()) {
        key.interestOpsOr(SelectionKey.OP_READ);
      }
    });
  }

  private void takeApart(long nowNs) {
    inbox.flip();
    while (channel.isOpen() && inbox.remaining() >= LENGTH_BYTES) {
      int length = Short.toUnsignedInt(inbox.getShort(inbox.position()));
      if (inbox.remaining() < LENGTH_BYTES + length) {
        break;
      }
      inbox.position(inbox.position() + LENGTH_BYTES).get(packet, 0, length);
      receiver.onPacket(packet, length, nowNs);
    }
    inbox.compact();
  }

  private void end() {
    close();
    receiver.onEnd();
  }
}
