package io.ringcast.relay.door;

import static io.ringcast.relay.support.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.ingest.Place;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpPlayerProbe;
import io.ringcast.relay.support.MovableClock;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port and what strangers do there. */
@Timeout(60)
class RtmpDoorTest {
  private static final int HANDSHAKE_BYTES = 1 + 2 * 1_536;
  private static final long VALID_NS = 20_000_000_000L;
  private static final DoorLimits FEW = new DoorLimits(8, 4, 1);

  private final MovableClock clock = new MovableClock();
  private final List<StreamAddress> asked = new ArrayList<>();
  private LiveLoop loop;
  private FakeStreams streams;
  private RtmpDoor door;

  @BeforeEach
  void open() throws IOException {
    loop = new LiveLoop(clock);
    streams = new FakeStreams(loop);
    PublisherRooms rooms = (stream, from, ear) -> {
      asked.add(stream);
      if ("good for a while".equals(stream.token())) {
        return new PassingPlace();
      }
      throw new StreamRefusedException(StreamRefusal.BAD_TOKEN, "No such key.");
    };
    door = RtmpDoor.open(List.of(InetAddress.getLoopbackAddress()), 0, loop, new RtmpDoor.Inside(rooms, streams, new Audiences(loop)), FEW,
      new Random(1));
  }

  @AfterEach
  void close() {
    door.close();
    loop.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), door.port());
  }

  private void assertEnded(RtmpEnd reason) {
    until(reason.name(), () -> door.counts().ended(reason) == 1);
    until("its place", () -> door.counts().connections() == 0);
  }

  @Test
  void whatIsNoRtmpIsTurnedOut() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
    }
    assertEnded(RtmpEnd.WRONG_VERSION);
  }

  @Test
  void aHandshakeThatHangsTimesOut() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(new byte[] {3, 0, 0});
      until("the connection", () -> door.counts().connections() == 1);
      clock.forward(11_000_000_000L);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertEnded(RtmpEnd.TIMEOUT);
  }

  /** A message of 16 MB, a chunk of no bytes, AMF that ends too soon, a continuation of nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"03000000FFFFFF1400000000", "02000000000004010000000000000000", "0300000000000214000000000200", "C3"})
  void bytesThatCannotBeReadEndTheConnection(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    try (Socket socket = connect()) {
      shake(socket);
      socket.getOutputStream().write(bytes);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    until("its place", () -> door.counts().connections() == 0);
    assertThat(List.of(RtmpEnd.MESSAGE_TOO_LONG, RtmpEnd.BAD_CONTROL, RtmpEnd.BAD_COMMAND, RtmpEnd.OUT_OF_STEP).stream()
      .mapToLong(door.counts()::ended).sum()).isEqualTo(1);
  }

  private static void shake(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    byte[] hello = new byte[1 + 1_536];
    hello[0] = 3;
    out.write(hello);
    InputStream in = socket.getInputStream();
    byte[] answer = in.readNBytes(HANDSHAKE_BYTES);
    assertThat(answer).hasSize(HANDSHAKE_BYTES);
    out.write(answer, 1, 1_536);
  }

  @Test
  void moreThanAnAddressMayHaveAreTurnedAway() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < FEW.connectionsPerAddress(); i++) {
      sockets.add(connect());
    }
    until("all of them", () -> door.counts().connections() == FEW.connectionsPerAddress());
    try (Socket late = connect()) {
      assertThat(late.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(door.counts().connectionsTurnedAway()).isEqualTo(1);
    for (Socket socket : sockets) {
      socket.close();
    }
    until("places", () -> door.counts().connections() == 0);
  }

  @Test
  void aWrongKeyIsRefusedAndCounted() throws IOException {
    try (RtmpPlayerProbe publisher = RtmpPlayerProbe.publish(door.port(), "live", "r?token=secret")) {
      publisher.untilEnd();
      assertThat(publisher.told()).contains("NetStream.Publish.BadName");
    }
    assertThat(asked).singleElement().satisfies(stream -> {
      assertThat(stream.token()).isEqualTo("secret");
      assertThat(stream.toString()).doesNotContain("secret");
    });
    assertEnded(RtmpEnd.REFUSED);
    assertThat(door.counts().count(StreamRefusal.BAD_TOKEN)).isEqualTo(1);
    assertThat(door.counts().publishers()).isZero();
  }

  @Test
  void playersReadOneStreamThatIsTakenOnce() throws IOException {
    try (RtmpPlayerProbe one = RtmpPlayerProbe.play(door.port(), "live", "r");
         RtmpPlayerProbe two = RtmpPlayerProbe.play(door.port(), "live", "r")) {
      one.until(told -> told.contains("NetStream.Play.Start"));
      two.until(told -> told.contains("NetStream.Play.Start"));
      until("two players", () -> door.counts().players() == 2 && streams.takers() == 1);
      streams.feed(70_000);
      one.untilMedia(5);
      two.untilMedia(5);
      assertThat(one.media()).as("configurations, keyframe, sound, picture").isEqualTo(two.media());
      streams.end();
      one.untilEnd();
      assertThat(one.told()).contains("NetStream.Play.UnpublishNotify");
      two.untilEnd();
    }
    until("nobody", () -> door.counts().players() == 0);
    assertThat(door.counts().ended(RtmpEnd.CLOSED)).isEqualTo(2);
  }

  /** A publisher's place whose token is good for less time than it may be silent. */
  private static final class PassingPlace implements Place {
    @Override
    public long validNs() {
      return VALID_NS;
    }

    @Override
    public MediaRoom media() {
      throw new UnsupportedOperationException("nothing is published");
    }

    @Override
    public String streamId() {
      return "ann_main";
    }

    @Override
    public boolean publish(PublicationSpec spec) {
      return false;
    }

    @Override
    public void leave() {}
  }

  @Test
  void whoseTokenExpiresIsToldAndEnds() throws IOException {
    streams.valid(VALID_NS);
    try (RtmpPlayerProbe player = RtmpPlayerProbe.play(door.port(), "live", "r");
         RtmpPlayerProbe publisher = RtmpPlayerProbe.publish(door.port(), "live", "r?token=good%20for%20a%20while")) {
      player.until(told -> told.contains("NetStream.Play.Start"));
      publisher.until(told -> told.contains("NetStream.Publish.Start"));
      streams.feed(1_000);
      player.untilMedia(5);
      clock.forward(VALID_NS);
      player.untilEnd();
      publisher.untilEnd();
      assertThat(player.told()).contains("NetStream.Play.Failed");
      assertThat(publisher.told()).contains("NetStream.Publish.Denied");
    }
    assertEndedWith(2, RtmpEnd.TOKEN_EXPIRED);
  }

  @Test
  void aStreamThatNobodyPublishesIsRefused() throws IOException {
    try (RtmpPlayerProbe player = RtmpPlayerProbe.play(door.port(), "live", "none")) {
      player.untilEnd();
      assertThat(player.told()).contains("NetStream.Play.Failed");
    }
    assertThat(door.counts().count(StreamRefusal.NO_SUCH_STREAM)).isEqualTo(1);
  }

  @Test
  void whoReadsNothingSkipsAndAtLastIsLeft() throws IOException {
    try (RtmpPlayerProbe deaf = RtmpPlayerProbe.play(door.port(), "live", "r");
         RtmpPlayerProbe other = RtmpPlayerProbe.play(door.port(), "live", "r")) {
      deaf.until(told -> told.contains("NetStream.Play.Start"));
      other.until(told -> told.contains("NetStream.Play.Start"));
      until("two players", () -> door.counts().players() == 2);
      // More than the kernel and the door keep for a connection: it cannot have been written.
      for (int i = 0; i < 40; i++) {
        streams.feed(1 << 20);
        other.untilMedia(2 + 3 * (i + 1));
      }
      clock.forward(RtmpPlayer.STALL_NS);
      assertEndedWith(1, RtmpEnd.TOO_SLOW);
      streams.feed(1_000);
      other.untilMedia(2 + 3 * 41);
    }
  }

  private void assertEndedWith(long count, RtmpEnd reason) {
    until(reason.name(), () -> door.counts().ended(reason) == count);
  }
}
