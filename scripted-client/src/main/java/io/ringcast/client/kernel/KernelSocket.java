package io.ringcast.client.kernel;

import io.ringcast.client.LoopPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A UDP socket of an {@link EpollPoller}; opened anywhere, used on the loop's thread only. */
final class KernelSocket implements LoopPort {
  /** The kernel gives what it allows (net.core.rmem_max). */
  private static final int BUFFER_BYTES = 1 << 20;

  private final int fd;
  private final EpollPoller poller;
  private final Receiver receiver;
  private final InetSocketAddress local;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment name = arena.allocate(SocketName.BYTES, Long.BYTES);
  private InetSocketAddress lastFrom = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private long lastKey;
  private boolean open = true;

  KernelSocket(EpollPoller poller, InetSocketAddress bind, Receiver receiver) throws IOException {
    this.poller = poller;
    this.receiver = receiver;
    fd = Libc.socket();
    Libc.setsockopt(fd, Libc.SO_RCVBUF, BUFFER_BYTES);
    Libc.setsockopt(fd, Libc.SO_SNDBUF, BUFFER_BYTES);
    Libc.setsockopt(fd, Libc.SO_TIMESTAMPNS, 1);
    SocketName.write(name, bind);
    Libc.bind(fd, name);
    MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SocketName.BYTES);
    Libc.getsockname(fd, name, length);
    local = SocketName.read(name);
  }

  int fd() {
    return fd;
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    if (!open) {
      return;
    }
    SocketName.write(name, to);
    MemorySegment outbox = poller.outbox();
    MemorySegment.copy(bytes, offset, outbox, ValueLayout.JAVA_BYTE, 0, length);
    Libc.sendto(fd, outbox, length, name);
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    poller.forget(this);
    try {
      Libc.close(fd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      arena.close();
    }
  }

  /** Hands over what has come; as long as there is more. */
  void onReady(ReceiveBatch batch, byte[] inbox) {
    int count = ReceiveBatch.MESSAGES;
    while (open && count == ReceiveBatch.MESSAGES) {
      count = batch.receive(fd);
      for (int i = 0; i < count && open; i++) {
        int length = batch.length(i);
        batch.copy(i, inbox, length);
        receiver.onDatagram(this, inbox, length, from(batch.name(i)), poller.monotonic(batch.arrivalNs(i)));
      }
    }
  }

  /** Nearly all comes from one address. */
  private InetSocketAddress from(MemorySegment sender) {
    long key = SocketName.key(sender);
    if (key != lastKey) {
      lastFrom = SocketName.read(sender);
      lastKey = key;
    }
    return lastFrom;
  }
}
