package io.ringcast.client.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientLoop;
import io.ringcast.client.LoopPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.ringcast.client.kernel.EpollPoller#isAvailable")
class EpollPollerTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int LIMIT_S = 10;

  private final ClientLoop loop = new ClientLoop("epoll-test", poller());
  private final BlockingQueue<Datagram> came = new LinkedBlockingQueue<>();
  private final LoopPort left = loop.open(ANY_PORT, (port, bytes, length, from, nowNs) -> { });
  private final LoopPort right = loop.open(ANY_PORT,
    (port, bytes, length, from, nowNs) -> came.add(new Datagram(Arrays.copyOf(bytes, length), from, nowNs)));

  @SuppressWarnings("ArrayRecordComponent")
  private record Datagram(byte[] bytes, InetSocketAddress from, long arrivalNs) {}

  private static EpollPoller poller() {
    try {
      return new EpollPoller();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void moreThanABatchComesInOrderWithItsSenderAndItsTime() throws InterruptedException {
    int count = 3 * ReceiveBatch.MESSAGES;
    long beforeNs = loop.nowNs();
    loop.execute(() -> {
      for (int i = 0; i < count; i++) {
        left.send(new byte[] {9, (byte) i, 9}, 1, 1, right.localAddress());
      }
    });
    List<Datagram> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Datagram datagram = came.poll(LIMIT_S, TimeUnit.SECONDS);
      assertThat(datagram).as("datagram %d", i).isNotNull();
      all.add(datagram);
    }
    for (int i = 0; i < count; i++) {
      assertThat(all.get(i).bytes()).containsExactly(i);
      assertThat(all.get(i).from()).isEqualTo(left.localAddress());
      assertThat(all.get(i).arrivalNs()).as("by the monotonic clock").isBetween(beforeNs - 5_000_000L, loop.nowNs() + 5_000_000L);
    }
  }

  @Test
  void alarmsRingAndTasksRunWithoutTraffic() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    loop.execute(() -> loop.at(loop.nowNs() + 2_000_000L, nowNs -> heard.add("alarm")));
    assertThat(heard.poll(LIMIT_S, TimeUnit.SECONDS)).isEqualTo("alarm");
    loop.execute(() -> heard.add("task"));
    assertThat(heard.poll(LIMIT_S, TimeUnit.SECONDS)).isEqualTo("task");
  }

  @Test
  void aClosedSocketIsSilent() throws InterruptedException {
    loop.execute(() -> {
      right.close();
      left.send(new byte[1], 0, 1, right.localAddress());
      right.send(new byte[1], 0, 1, left.localAddress());
      right.close();
    });
    loop.execute(() -> came.add(new Datagram(new byte[0], ANY_PORT, 0)));
    Datagram next = came.poll(LIMIT_S, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    assertThat(next.bytes()).as("the mark, not a datagram").isEmpty();
  }
}
