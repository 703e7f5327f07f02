package io.ringcast.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** A UDP socket of a {@link SelectorPoller}; used on the loop's thread only. */
final class LoopSocket implements LoopPort, Selectable {
  private static final int MAX_DATAGRAM_BYTES = 2048;
  /** Datagrams read before other sockets get their turn. */
  private static final int BATCH = 64;

  private final DatagramChannel channel;
  private final Receiver receiver;
  private final ByteBuffer inbox = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
  private long sendFailures;

  LoopSocket(DatagramChannel channel, Receiver receiver) {
    this.channel = channel;
    this.receiver = receiver;
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
    try {
      if (channel.send(ByteBuffer.wrap(bytes, offset, length), to) != length) {
        sendFailures++;
      }
    } catch (IOException e) {
      sendFailures++;
    }
  }

  /** Datagrams the system did not take. */
  long sendFailures() {
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
  public void onReady(SelectionKey key, long nowNs) {
    for (int i = 0; i < BATCH && channel.isOpen(); i++) {
      inbox.clear();
      InetSocketAddress from = receive();
      if (from == null) {
        return;
      }
      receiver.onDatagram(this, inbox.array(), inbox.position(), from, nowNs);
    }
  }

  private @Nullable InetSocketAddress receive() {
    try {
      return (InetSocketAddress) channel.receive(inbox);
    } catch (IOException e) {
      return null;
    }
  }
}
