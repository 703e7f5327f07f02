package io.ringcast.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.Samples;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our server on a line that cuts bytes as seeds say. */
class ConversationTest {
  private static final long START_NS = 5_000;
  private static final List<Frame> FRAMES = List.of(Samples.key(0), Samples.audio(10_000), Samples.delta(40_000), Samples.audio(33_000),
    Samples.key(Samples.HIGH, 20_000_000_000L));

  private final List<String> told = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
  private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
  private Random random = new Random(1);
  private RtmpServer server;
  private RtmpClient client;

  @BeforeEach
  void begin() {
    begin(1);
  }

  private void begin(long seed) {
    random = new Random(seed);
    toServer.reset();
    toClient.reset();
    told.clear();
    server = new RtmpServer(new Random(seed), toClient::writeBytes, new RtmpServer.Listener() {
      @Override
      public void onRequest(RtmpRequest request) {
        told.add(request.purpose() + " " + request.path());
      }

      @Override
      public void onFrame(Frame frame) {
        frames.add(frame);
      }

      @Override
      public void onEnd(RtmpEnd reason) {
        told.add("server " + reason);
      }
    }, START_NS);
    RtmpTarget target = new RtmpTarget("rtmp://h/live", "live", "key?a=b");
    client = new RtmpClient(target, new Random(seed), toServer::writeBytes, new RtmpClient.Listener() {
      @Override
      public void onPublishing() {
        told.add("publishing");
      }

      @Override
      public void onEnd(RtmpEnd reason) {
        told.add("client " + reason);
      }
    }, START_NS);
  }

  /** Carries bytes both ways until nothing moves. */
  private void talk() {
    while (toServer.size() + toClient.size() > 0) {
      carry(toServer, (bytes, at, count) -> server.take(bytes, at, count, START_NS));
      carry(toClient, client::take);
    }
  }

  /** Takes bytes. */
  private interface Taker {
    void take(byte[] bytes, int offset, int length);
  }

  private void carry(ByteArrayOutputStream line, Taker taker) {
    byte[] bytes = line.toByteArray();
    line.reset();
    for (int at = 0; at < bytes.length;) {
      int count = Math.min(1 + random.nextInt(random.nextBoolean() ? 5 : 2_000), bytes.length - at);
      taker.take(bytes, at, count);
      at += count;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void framesArriveAsTheyWereSent(long seed) {
    begin(seed);
    talk();
    assertThat(told).as("seed %d", seed).containsExactly("PUBLISH live/key?a=b");
    server.accept();
    talk();
    assertThat(client.state()).isInstanceOf(ClientState.Publishing.class);
    client.describe(Samples.H264, Samples.AAC);
    FRAMES.forEach(client::send);
    talk();
    assertThat(frames).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(FRAMES);
    client.close();
    talk();
    assertThat(told).containsExactly("PUBLISH live/key?a=b", "publishing", "client CLOSED", "server STOPPED_BY_PEER");
    assertThat(server.state()).isEqualTo(new ServerState.Ended(RtmpEnd.STOPPED_BY_PEER));
  }

  @Test
  void aRefusedKeyEndsBothSidesWithTheirReasons() {
    talk();
    server.refuse("No such key.");
    talk();
    assertThat(told).containsExactly("PUBLISH live/key?a=b", "server REFUSED", "client PUBLISH_REFUSED");
    client.send(Samples.key(0));
    server.accept();
    assertThat(toServer.size() + toClient.size()).isZero();
  }

  @Test
  void aPeerThatHangsIsGivenUp() {
    client.onDeadline(START_NS + RtmpClient.SETUP_NS - 1);
    assertThat(told).isEmpty();
    assertThat(client.nextDeadlineNs()).isEqualTo(START_NS + RtmpClient.SETUP_NS);
    client.onDeadline(client.nextDeadlineNs());
    server.onDeadline(server.nextDeadlineNs());
    assertThat(told).containsExactly("client TIMEOUT", "server TIMEOUT");
  }

  @Test
  void aPublisherThatFallsSilentIsGivenUp() {
    talk();
    server.accept();
    talk();
    assertThat(server.nextDeadlineNs()).isEqualTo(START_NS + RtmpServer.SILENCE_NS);
    server.take(new byte[0], 0, 0, START_NS + 1);
    server.onDeadline(server.nextDeadlineNs());
    assertThat(told).endsWith("server TIMEOUT");
  }

  @Test
  void theOtherSideClosing() {
    server.onPeerClosed();
    client.onPeerClosed();
    client.onPeerClosed();
    assertThat(told).containsExactly("server CLOSED_BY_PEER", "client CLOSED_BY_PEER");
  }

  @Test
  void namesAreKeysAndAreNotShown() {
    assertThat(new RtmpTarget("rtmp://h/live", "live", "secret").toString()).doesNotContain("secret");
    assertThat(new RtmpRequest(RtmpRequest.Purpose.PUBLISH, "live", "secret").toString()).doesNotContain("secret");
  }

  private static RtmpMessage command(String name, double transaction, AmfValue... arguments) {
    return new Command(name, transaction, List.of(arguments)).message(0);
  }

  /** What a server by hand says once the handshake is over; null is nothing. */
  private void answer(@Nullable RtmpMessage message) {
    byte[] handshake = new byte[1 + 2 * Handshake.PART_BYTES];
    handshake[0] = 3;
    toServer.reset();
    client.take(handshake, 0, handshake.length);
    if (message != null) {
      byte[] bytes = ChunkWriter.write(message, 128);
      client.take(bytes, 0, bytes.length);
    }
  }

  @Test
  void aServerThatRefusesTheApplication() {
    answer(command("_error", 1, new AmfValue.Nothing(), Command.information("error", "NetConnection.Connect.Rejected", "no")));
    assertThat(told).containsExactly("client CONNECT_REFUSED");
  }

  @Test
  void aServerThatGivesNoStreamNumber() {
    answer(command("_result", 1, new AmfValue.Nothing()));
    byte[] odd = ChunkWriter.write(command("_result", 4, new AmfValue.Nothing(), new AmfValue.Text("one")), 128);
    client.take(odd, 0, odd.length);
    assertThat(told).containsExactly("client BAD_COMMAND");
  }

  @Test
  void aServerThatSpeaksAnotherProtocol() {
    byte[] bytes = "HTTP/1.1 400 Bad Request".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    client.take(bytes, 0, bytes.length);
    server.take(new byte[] {'G'}, 0, 1, START_NS);
    assertThat(told).containsExactly("client WRONG_VERSION", "server WRONG_VERSION");
  }

  @Test
  void aServerThatUnpublishes() {
    talk();
    server.accept();
    talk();
    byte[] bytes = ChunkWriter.write(Command.status("status", "NetStream.Unpublish.Success", "bye").message(1), RtmpLink.CHUNK_BYTES);
    client.take(bytes, 0, bytes.length);
    assertThat(told).endsWith("client STOPPED_BY_PEER");
  }

  /** What a client by hand says, as a list of messages behind its handshake. */
  private void say(RtmpMessage... messages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] handshake = new byte[1 + 2 * Handshake.PART_BYTES];
    handshake[0] = 3;
    bytes.writeBytes(handshake);
    Arrays.stream(messages).forEach(message -> bytes.writeBytes(ChunkWriter.write(message, 128)));
    server.take(bytes.toByteArray(), 0, bytes.size(), START_NS);
  }

  private static RtmpMessage connect() {
    return command("connect", 1, new AmfValue.Fields(java.util.Map.of("app", new AmfValue.Text("live")), false));
  }

  @Test
  void commandsOutOfOrderEndIt() {
    say(Command.of("publish", 5, "key").message(1));
    assertThat(told).containsExactly("server UNEXPECTED_COMMAND");
    begin(2);
    say(connect(), connect());
    assertThat(told).containsExactly("server UNEXPECTED_COMMAND");
    begin(3);
    say(connect(), Command.of("publish", 5, "a").message(1), Command.of("play", 6, "b").message(1));
    assertThat(told).containsExactly("PUBLISH live/a", "server UNEXPECTED_COMMAND");
  }

  @Test
  void malformedAndNamelessCommandsEndIt() {
    say(connect(), Command.of("play", 5).message(1));
    assertThat(told).containsExactly("server BAD_COMMAND");
    begin(2);
    say(new RtmpMessage(RtmpMessage.COMMAND, 0, 0, Samples.hex("02 0007 63")));
    assertThat(told).containsExactly("server BAD_COMMAND");
    begin(3);
    say(new RtmpMessage(RtmpMessage.COMMAND_3, 0, 0, new byte[0]));
    assertThat(told).containsExactly("server BAD_COMMAND");
  }

  @Test
  void mediaBeforeLeaveIsNotTaken() {
    say(connect(), Command.of("publish", 5, "a").message(1), new RtmpMessage(RtmpMessage.AUDIO, 1, 0, Samples.hex("AF001190")),
      new RtmpMessage(RtmpMessage.AUDIO, 1, 0, Samples.hex("AF0121")));
    assertThat(frames).isEmpty();
    assertThat(told).containsExactly("PUBLISH live/a");
  }

  @Test
  void pingsAreAnsweredAndWindowsAcknowledged() {
    say(new RtmpMessage(RtmpMessage.USER_CONTROL, 0, 0, Samples.hex("0006 01020304")),
      new RtmpMessage(RtmpMessage.WINDOW_SIZE, 0, 0, Samples.hex("00000400")));
    List<RtmpMessage> answers = new ArrayList<>();
    byte[] out = toClient.toByteArray();
    int handshake = 1 + 2 * Handshake.PART_BYTES;
    new ChunkReader().take(out, handshake, out.length - handshake, answers::add);
    assertThat(answers).extracting(RtmpMessage::type).containsExactly(RtmpMessage.USER_CONTROL, RtmpMessage.ACKNOWLEDGEMENT);
    assertThat(answers.getFirst().payload()).isEqualTo(Samples.hex("0007 01020304"));
    assertThat(answers.getLast().payload()).as("handshake and two messages").isEqualTo(Samples.hex("00000C23"));
  }
}
