package io.ringcast.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.loop.Turn;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.transport.PacketIntake;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MediaLoopTest {
  /** Those under way when a datagram arrives, and those of the wake-up. */
  private static final int FEW_TURNS = 4;
  private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

  private final MediaLoop loop = new MediaLoop(0);
  private final PacketPool pool = new PacketPool(100);
  private final DropCounters drops = new DropCounters();
  private final TrafficCounters traffic = new TrafficCounters();
  private final Answerer answerer = new Answerer();
  private final CountDownLatch turns = new CountDownLatch(3);
  private volatile boolean greedy;
  private volatile boolean waiting;
  private final AtomicInteger turnsWaited = new AtomicInteger();
  private DatagramSocket client;
  private List<InetSocketAddress> bound;
  private InetSocketAddress address;

  @BeforeEach
  void open() throws Exception {
    client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client.setSoTimeout(10_000);
    bound = loop.start(new LoopParts(pool, answerer, new Ticking(), drops, traffic, new TcpCounters()),
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new InetSocketAddress(OTHER, 0)));
    address = bound.getFirst();
  }

  @AfterEach
  void close() {
    loop.close();
    client.close();
  }

  private void send(byte[] bytes) throws IOException {
    client.send(new DatagramPacket(bytes, bytes.length, address));
  }

  private byte[] receive() throws IOException {
    DatagramPacket datagram = new DatagramPacket(new byte[2_000], 2_000);
    client.receive(datagram);
    return Arrays.copyOf(datagram.getData(), datagram.getLength());
  }

  @Test
  void itsPortsAreFreeOnceItIsClosed() throws IOException {
    send(new byte[] {1});
    loop.close();
    for (InetSocketAddress each : bound) {
      try (DatagramSocket next = new DatagramSocket(each)) {
        assertThat(next.getLocalPort()).isEqualTo(each.getPort());
      }
    }
  }

  @Test
  void echoesOneDatagram() throws IOException {
    send(new byte[] {1, 2, 3});
    assertThat(receive()).containsExactly(1, 2, 3);
  }

  @Test
  void everyAddressAnswersForItself() throws IOException {
    assertThat(bound).extracting(InetSocketAddress::getAddress).containsExactly(InetAddress.getLoopbackAddress(), OTHER);
    for (InetSocketAddress each : bound) {
      client.send(new DatagramPacket(new byte[] {5}, 1, each));
      DatagramPacket answer = new DatagramPacket(new byte[10], 10);
      client.receive(answer);
      assertThat(answer.getSocketAddress()).isEqualTo(each);
    }
  }

  /** A datagram of n bytes, n above 100, is answered by a slab: see {@link Answerer}. */
  @Test
  void aSlabArrivesAsItsPacketsWhateverTheirSizes() throws IOException {
    send(new byte[200]);
    for (int size : Answerer.SIZES) {
      byte[] packet = receive();
      assertThat(packet).hasSize(size);
      assertThat(packet).containsOnly((byte) (size & 0x7F));
    }
  }

  @Test
  void packetsOfEqualSizeShareASend() throws Exception {
    send(new byte[200]);
    for (int ignored : Answerer.SIZES) {
      receive();
    }
    CountDownLatch read = new CountDownLatch(1);
    long[] counts = new long[2];
    loop.post(nowNs -> {
      counts[0] = traffic.packetsOut();
      counts[1] = traffic.sendCalls();
      read.countDown();
    });
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(counts[0]).isEqualTo(Answerer.SIZES.length);
    assertThat(counts[1]).as("sends, where the kernel segments").isEqualTo(Epoll.isAvailable() ? 3 : counts[0]);
  }

  /** What is sent to one receiver in turn joins, as long as no packet is longer than the one before it. */
  @Test
  void packetsSentOneByOneShareASendToo() throws Exception {
    send(new byte[Answerer.ONE_BY_ONE]);
    for (int size : Answerer.SINGLES) {
      byte[] packet = receive();
      assertThat(packet).hasSize(size);
      assertThat(packet).containsOnly((byte) (size & 0x7F));
    }
    assertThat(onLoop(() -> traffic.packetsOut())).isEqualTo(Answerer.SINGLES.length);
    assertThat(onLoop(() -> traffic.sendCalls())).isEqualTo(Epoll.isAvailable() ? 3 : Answerer.SINGLES.length);
  }

  @Test
  void norDoTheyWhereThePathCannotSegment() throws Exception {
    assumeTrue(Epoll.isAvailable());
    answerer.beforeSending = port -> port.kernel((batch, from) -> batch.packets(from) > 1 ? -BatchSender.EIO : -BatchSender.EAGAIN);
    for (int round = 0; round < 2; round++) {
      send(new byte[Answerer.ONE_BY_ONE]);
      for (int size : Answerer.SINGLES) {
        assertThat(receive()).hasSize(size);
      }
    }
    assertThat(onLoop(() -> traffic.packetsOut() - traffic.sendCalls())).as("saved, the first time only").isEqualTo(4);
  }

  @Test
  void whatTheKernelDoesNotTakeNowQueuesInOrder() throws Exception {
    assumeTrue(Epoll.isAvailable());
    answerer.beforeSending = port -> port.kernel((batch, from) -> -BatchSender.EAGAIN);
    answersInOrder();
    answersInOrder();
    assertThat(onLoop(() -> traffic.sendCalls())).isEqualTo(6);
  }

  @Test
  void aPathThatCannotSegmentGetsPacketByPacket() throws Exception {
    assumeTrue(Epoll.isAvailable());
    answerer.beforeSending = port -> port.kernel((batch, from) -> batch.packets(from) > 1 ? -BatchSender.EIO : -BatchSender.EAGAIN);
    answersInOrder();
    answersInOrder();
    assertThat(onLoop(() -> traffic.packetsOut() - traffic.sendCalls())).as("saved by segmenting, the first time only").isEqualTo(4);
  }

  @Test
  void whatCannotBeSentIsCounted() throws Exception {
    assumeTrue(Epoll.isAvailable());
    answerer.beforeSending = port -> port.kernel((batch, from) -> from == 0 ? -1 : -BatchSender.EAGAIN);
    send(new byte[200]);
    assertThat(receive()).hasSize(1_000);
    assertThat(onLoop(() -> drops.of(DropReason.SEND_FAILED))).isEqualTo(4);
  }

  private void answersInOrder() throws IOException {
    send(new byte[200]);
    for (int size : Answerer.SIZES) {
      assertThat(receive()).hasSize(size);
    }
  }

  private long onLoop(LongSupplier question) throws InterruptedException {
    CountDownLatch read = new CountDownLatch(1);
    long[] answer = new long[1];
    loop.post(nowNs -> {
      answer[0] = question.getAsLong();
      read.countDown();
    });
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    return answer[0];
  }

  @Test
  void tooLargeIsCountedAndHarmsNothing() throws Exception {
    send(new byte[Packet.CAPACITY + 1]);
    send(new byte[] {9});
    assertThat(receive()).containsExactly(9);
    CountDownLatch read = new CountDownLatch(1);
    long[] count = new long[2];
    loop.post(nowNs -> {
      count[0] = drops.of(DropReason.DATAGRAM_TOO_LARGE);
      count[1] = pool.inUse();
      read.countDown();
    });
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(count).containsExactly(1, 0);
  }

  @Test
  void turnsWhenItsTimerIsDue() throws InterruptedException {
    assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** A fan-out that goes on for many turns must not keep what arrives from being read. */
  @Test
  void readsItsSocketsBetweenTurnsThatFollowAtOnce() throws Exception {
    greedy = true;
    loop.wake();
    assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
    answerer.onEcho = () -> waiting = false;
    send(new byte[] {7});
    waiting = true;
    assertThat(receive()).containsExactly(7);
    assertThat(turnsWaited.get()).isLessThanOrEqualTo(FEW_TURNS);
  }

  @Test
  void aTakenPortIsSaid() {
    MediaLoop second = new MediaLoop(1);
    LoopParts parts = new LoopParts(pool, new Answerer(), new Ticking(), drops, traffic, new TcpCounters());
    assertThatThrownBy(() -> second.start(parts, List.of(address)))
        .isInstanceOf(BindException.class);
    second.close();
  }

  @Test
  void afterItsEndItRefusesCommands() {
    loop.close();
    assertThat(loop.post(nowNs -> {})).isFalse();
  }

  /** Echoes short datagrams; answers longer ones with a slab of two runs that can be segmented and one packet that stands alone. */
  private static final class Answerer implements PacketIntake {
    static final int[] SIZES = {900, 900, 900, 500, 1_000, 1_000, 1_100};
    /** The length of a datagram that is answered by single packets. */
    static final int ONE_BY_ONE = 300;
    static final int[] SINGLES = {120, 120, 120, 80, 80, 80, 110};
    private final Slab slab = new Slab(20);
    private volatile Consumer<UdpPort> beforeSending = port -> { };
    private volatile Runnable onEcho = () -> { };

    @Override
    public void receive(Packet packet, InetSocketAddress from, Outbox via, long nowNs) {
      if (packet.length() < 100) {
        onEcho.run();
        via.send(packet.bytes(), 0, packet.length(), from);
      } else if (packet.length() == ONE_BY_ONE) {
        beforeSending.accept((UdpPort) via);
        for (int size : SINGLES) {
          Arrays.fill(packet.bytes(), 0, size, (byte) (size & 0x7F));
          via.send(packet.bytes(), 0, size, from);
        }
      } else {
        for (int size : SIZES) {
          Arrays.fill(slab.bytes(), slab.nextOffset(), slab.nextOffset() + size, (byte) (size & 0x7F));
          slab.append(size);
        }
        beforeSending.accept((UdpPort) via);
        via.send(slab, from);
        slab.clear();
      }
      packet.release();
    }
  }

  /** Wants a turn every millisecond, or at once. */
  private final class Ticking implements Turn {
    private long lastNs;

    @Override
    public void endTurn(long nowNs) {
      lastNs = nowNs;
      turns.countDown();
      if (waiting) {
        turnsWaited.incrementAndGet();
      }
    }

    @Override
    public long nextTurnNs() {
      return greedy ? Long.MIN_VALUE : lastNs + 1_000_000;
    }
  }
}
