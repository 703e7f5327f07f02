package io.ringcast.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Java's own selector: works everywhere, by UDP and TCP. */
public final class SelectorPoller implements Poller {
  private static final int SOCKET_BUFFER_BYTES = 1 << 20;
  private static final long NS_PER_MS = 1_000_000;

  private final Selector selector;

  public SelectorPoller() throws IOException {
    selector = Selector.open();
  }

  @Override
  public LoopPort open(InetSocketAddress bind, LoopPort.Receiver receiver) throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
    channel.bind(bind);
    LoopSocket socket = new LoopSocket(channel, receiver);
    channel.register(selector, SelectionKey.OP_READ, socket);
    return socket;
  }

  @Override
  public LoopPort connect(ClientLoop loop, InetSocketAddress to, long bytesPerSecond, LoopStream.Receiver receiver) throws IOException {
    return new LoopStream(loop, selector, to, bytesPerSecond, receiver);
  }

  /** Waits by whole milliseconds, at least one. */
  @Override
  public void poll(long waitNs) throws IOException {
    selector.select(SelectorPoller::onReady, Math.max(1, Math.ceilDiv(waitNs, NS_PER_MS)));
  }

  private static void onReady(SelectionKey key) {
    if (key.attachment() instanceof Selectable ready) {
      ready.onReady(key, System.nanoTime());
    }
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof LoopPort port) {
        port.close();
      }
    }
    selector.close();
  }
}
