package io.ringcast.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.sfu.api.ConnectionRefusal;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.loop.Turn;
import io.ringcast.sfu.transport.LoopCredentials;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.transport.PacketIntake;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-over and limits, with real sockets and two loops whose intake believes every first check but "liar". */
@Timeout(60)
class TcpListenerTest {
  private static final int LOOPS = 2;
  private static final long SEED = 6_544;

  private final List<MediaLoop> loops = new ArrayList<>();
  private final List<Echo> echoes = new ArrayList<>();
  private final List<DropCounters> drops = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final TcpCounters counters = new TcpCounters();
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private TcpListener listener;

  @BeforeEach
  void open() throws Exception {
    for (int i = 0; i < LOOPS; i++) {
      MediaLoop loop = new MediaLoop(i);
      Echo echo = new Echo();
      DropCounters counted = new DropCounters();
      loop.start(new LoopParts(new PacketPool(1_000), echo, new Idle(), counted, new TrafficCounters(), counters),
          List.of(new InetSocketAddress(loopback, 0)));
      loops.add(loop);
      echoes.add(echo);
      drops.add(counted);
    }
    listener = TcpListener.start(List.of(loopback), 0, loops, counters);
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
    loops.forEach(MediaLoop::close);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.connect(new InetSocketAddress(loopback, listener.port()));
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    return socket;
  }

  private static byte[] check(int loop, String remote) {
    String ufrag = LoopCredentials.make(loop, new Random(SEED)).ufrag();
    byte[] bytes = new byte[300];
    int length = new StunWriter().beginBindingRequest(bytes, 0, bytes.length, new byte[12]).username(ufrag + ':' + remote).length();
    return Arrays.copyOf(bytes, length);
  }

  private static void send(Socket socket, byte[]... packets) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    for (byte[] packet : packets) {
      out.writeShort(packet.length);
      out.write(packet);
    }
    socket.getOutputStream().write(all.toByteArray());
  }

  private static byte[] receive(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] packet = new byte[in.readUnsignedShort()];
    in.readFully(packet);
    return packet;
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      receive(socket);
      return false;
    } catch (EOFException | SocketException e) {
      return true;
    }
  }

  private <T> T onLoop(int loop, Function<MediaLoop, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    assertThat(loops.get(loop).post(nowNs -> answer.complete(question.apply(loops.get(loop))))).isTrue();
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void aConnectionMovesToTheLoopItsFirstCheckNames() throws Exception {
    for (int loop : new int[] {1, 0, 1}) {
      Socket socket = connect();
      byte[] first = check(loop, "them");
      send(socket, first, new byte[] {20, 1}, new byte[] {20, 2});
      assertThat(receive(socket)).isEqualTo(first);
      assertThat(receive(socket)).as("what was read with the check").containsExactly(20, 1);
      assertThat(receive(socket)).containsExactly(20, 2);
      send(socket, new byte[Packet.CAPACITY]);
      assertThat(receive(socket)).hasSize(Packet.CAPACITY);
    }
    assertThat(onLoop(0, MediaLoop::connectionCount)).isEqualTo(1);
    assertThat(onLoop(1, MediaLoop::connectionCount)).isEqualTo(2);
    assertThat(counters.acceptedCount()).isEqualTo(3);
    assertThat(counters.refusals()).isEmpty();
  }

  @Test
  void theFirstCheckMayComeByteByByte() throws Exception {
    Socket socket = connect();
    socket.setTcpNoDelay(true);
    byte[] first = check(0, "them");
    socket.getOutputStream().write(0);
    socket.getOutputStream().write(first.length);
    for (byte each : first) {
      socket.getOutputStream().write(each);
    }
    assertThat(receive(socket)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "474554202f20485454502f312e310d0a, FIRST_FRAME_TOO_LONG",
    "0401, FIRST_FRAME_TOO_LONG",
    "0000, EMPTY_FRAME",
    "00021603, NOT_A_CHECK",
    "0014010100002112a442000000000000000000000000, NOT_A_CHECK",
    "0014000100002112a442000000000000000000000000, UNKNOWN_LOOP"})
  void strangersAreRefused(String hex, ConnectionRefusal reason) throws Exception {
    Socket socket = connect();
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    assertThat(isEnded(socket)).isTrue();
    assertThat(counters.refusals()).containsExactlyEntriesOf(Map.of(reason, 1L));
    assertThat(onLoop(0, MediaLoop::connectionCount)).isZero();
  }

  @Test
  void aLoopThatIsNotThereIsRefused() throws Exception {
    Socket socket = connect();
    send(socket, check(LOOPS, "them"));
    assertThat(isEnded(socket)).isTrue();
    assertThat(counters.refusals()).containsOnlyKeys(ConnectionRefusal.UNKNOWN_LOOP);
  }

  @Test
  void whoProvesNothingByItsFirstCheckIsRefused() throws Exception {
    Socket socket = connect();
    send(socket, check(0, "liar"));
    assertThat(isEnded(socket)).isTrue();
    assertThat(counters.refusals()).containsOnlyKeys(ConnectionRefusal.NOT_AUTHENTIC);
    assertThat(echoes.get(0).closed.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(onLoop(0, MediaLoop::connectionCount)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0000, EMPTY_FRAME", "0641, FRAME_TOO_LONG", "ffff, FRAME_TOO_LONG"})
  void aLyingLengthEndsAnAcceptedConnection(String hex, ConnectionRefusal reason) throws Exception {
    Socket socket = connect();
    byte[] first = check(1, "them");
    send(socket, first);
    assertThat(receive(socket)).isEqualTo(first);
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    assertThat(isEnded(socket)).isTrue();
    assertThat(counters.refusals()).containsExactlyEntriesOf(Map.of(reason, 1L));
    assertThat(echoes.get(1).closed.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void silentConnectionsOfOneAddressAreLimitedAndEndInTime() throws Exception {
    for (int i = 0; i < WaitingRoom.LIMIT_PER_ADDRESS + 5; i++) {
      connect();
    }
    assertThat(isEnded(sockets.getLast())).isTrue();
    assertThat(counters.refusals()).isEqualTo(Map.of(ConnectionRefusal.TOO_MANY_FROM_ADDRESS, 5L));
    assertThat(isEnded(sockets.getFirst())).as("after its time without a word").isTrue();
    Socket late = connect();
    byte[] first = check(0, "them");
    send(late, first);
    assertThat(receive(late)).as("there is room again").isEqualTo(first);
  }

  @Test
  void whatAPeerDoesNotReadIsBounded() throws Exception {
    Socket socket = connect();
    byte[] first = check(0, "flood");
    send(socket, first);
    assertThat(receive(socket)).isEqualTo(first);
    Outbox path = echoes.get(0).latest;
    CompletableFuture<List<PathRoom>> rooms = new CompletableFuture<>();
    loops.get(0).post(nowNs -> rooms.complete(flood(path)));
    List<PathRoom> seen = rooms.get(10, TimeUnit.SECONDS);
    assertThat(seen).startsWith(PathRoom.ANY).endsWith(PathRoom.NO_VIDEO).contains(PathRoom.BEGUN_FRAMES).isSorted();
    assertThat(onLoop(0, MediaLoop::connectionBytes)).isBetween((long) TcpConnection.ALL_VIDEO_LIMIT, (long) TcpConnection.MEDIA_LIMIT);
    long dropped = onLoop(0, loop -> drops.get(0).of(DropReason.SEND_QUEUE_FULL));
    assertThat(dropped).isPositive();
    loops.get(0).post(nowNs -> path.send(new byte[] {1, 2, 3}, 0, 3, new InetSocketAddress(loopback, 1)));
    byte[] packet = receive(socket);
    while (packet.length == 1_000) {
      packet = receive(socket);
    }
    assertThat(packet).as("control goes when media does not").containsExactly(1, 2, 3);
  }

  /** Writes 3 MB of media in one turn, and tells what room there was on the way. */
  private List<PathRoom> flood(Outbox path) {
    Slab slab = new Slab(20);
    List<PathRoom> rooms = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rooms.add(path.room());
      for (int packet = 0; packet < 50; packet++) {
        slab.append(1_000);
      }
      path.send(slab, new InetSocketAddress(loopback, 1));
      slab.clear();
    }
    return rooms;
  }

  @Test
  void aForsakenConnectionEndsAfterItsLastWords() throws Exception {
    Socket socket = connect();
    byte[] first = check(0, "them");
    send(socket, first);
    assertThat(receive(socket)).isEqualTo(first);
    Outbox path = echoes.get(0).latest;
    loops.get(0).post(nowNs -> path.onForsaken());
    loops.get(0).post(nowNs -> path.send(new byte[] {21, 3}, 0, 2, new InetSocketAddress(loopback, 1)));
    assertThat(receive(socket)).containsExactly(21, 3);
    assertThat(isEnded(socket)).isTrue();
    assertThat(counters.refusals()).containsOnlyKeys(ConnectionRefusal.FORSAKEN);
  }

  @Test
  void aTakenPortIsSaid() {
    assertThatThrownBy(() -> TcpListener.start(List.of(loopback), listener.port(), loops, counters))
        .isInstanceOf(BindException.class);
  }

  /** Sends everything back; the first packet of a connection proves its peer, unless it says otherwise. */
  private static final class Echo implements PacketIntake {
    private final BlockingQueue<Outbox> closed = new LinkedBlockingQueue<>();
    private volatile Outbox latest;

    @Override
    public void receive(Packet packet, InetSocketAddress from, Outbox via, long nowNs) {
      latest = via;
      String text = new String(packet.bytes(), 0, packet.length(), StandardCharsets.ISO_8859_1);
      if (!text.contains("liar")) {
        via.onProven();
        via.send(packet.bytes(), 0, packet.length(), from);
      }
      packet.release();
    }

    @Override
    public void closed(Outbox via) {
      closed.add(via);
    }
  }

  /** Has nothing to do. */
  private static final class Idle implements Turn {
    @Override
    public void endTurn(long nowNs) {}

    @Override
    public long nextTurnNs() {
      return Long.MAX_VALUE;
    }
  }
}
