package io.ringcast.sfu.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How Netty's sockets and threads end, waited for by a thread that is none of them: afterwards the ports are free. */
final class LoopEnd {
  private static final Logger log = LoggerFactory.getLogger(LoopEnd.class);
  /** What is under way is finished within. */
  private static final int LAST_TASKS_S = 1;
  /** A machine that has no time for the thread sooner has other troubles. */
  private static final int PATIENCE_S = 10;

  private LoopEnd() {}

  /** Closes a socket after what its thread was asked to do before. A thread that ends is done before its sockets are. */
  static void await(Channel socket) {
    if (!socket.close().awaitUninterruptibly(PATIENCE_S, TimeUnit.SECONDS)) {
      log.warn("{} does not close", socket);
    }
  }

  static void await(EventLoopGroup group) {
    if (!group.shutdownGracefully(0, LAST_TASKS_S, TimeUnit.SECONDS).awaitUninterruptibly(PATIENCE_S, TimeUnit.SECONDS)) {
      log.warn("a thread does not end");
    }
  }
}
