package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ringcast.client.ClientHost;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.livekit.LiveKitParticipant;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.StreamReport;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.client.sdp.Answer;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.SfuReport;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.signaling.room.DataFault;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.UserPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Floods over real sockets: what the server holds stays bounded, and a publisher and subscriber of the same room go on. */
@Timeout(120)
class FloodTest {
  private static final long SEED = 1_414;
  private static final long ATTACK_NS = 5_000_000_000L;
  /** What one peer may send: the server's arrival budget. */
  private static final int BUDGET_PER_S = 10_000;
  private static final int BUDGET_BURST = 4_000;
  private static final int PAYLOAD = 1_100;
  private static final int SOURCES = 10_000;
  private static final int RAW_DATAGRAMS = 100_000;
  private static final int NACKED_AT_ONCE = 1_000;
  private static final double GROWTH_MIB_MAX = 64;
  /** One in so many: what a full socket buffer lost, twice and more, while all share one machine. */
  private static final int LOST_MAX = 50;
  private static final int MEDIA_BYTES_PER_S = 30 * 4 * 1_100;
  private static final long PAUSE_NS = 1_000_000;
  /** What the slowest machine brings across in the time of an attack. */
  private static final int FEW_PACKETS = 500;
  private static final double NS_PER_S = 1e9;

  private LiveServer server;
  private ClientHost host;
  private ClientHost attackers;
  private ScriptedSubscriber bob;
  private Memory before;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    host = new ClientHost();
    attackers = new ClientHost();
    publish(host, "alice");
    bob = watch(host, "bob", "alice");
    until("media", () -> PublishAndWatchTest.packets(bob, "video") > 60);
    before = Memory.held();
  }

  @AfterEach
  void stop() {
    attackers.close();
    host.close();
    server.close();
  }

  private ScriptedPublisher publish(ClientHost from, String user) {
    ScriptedPublisher publisher = new ScriptedPublisher(from, server.whip("r"), server.token(user, "r"), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(20, TimeUnit.SECONDS).join();
    return publisher;
  }

  private ScriptedSubscriber watch(ClientHost from, String user, String whom) {
    ScriptedSubscriber subscriber = new ScriptedSubscriber(from, server.whep("r/" + whom + "_main"), server.token(user, "r"));
    subscriber.open().orTimeout(20, TimeUnit.SECONDS).join();
    return subscriber;
  }

  private SfuReport report() {
    return server.sfu().report().join();
  }

  private long drops(DropReason reason) {
    return report().drops().getOrDefault(reason, 0L);
  }

  /** Of the room's subscriptions, the one that was sent most packets again. */
  private long mostRetransmitted() {
    RoomReport room = server.rooms().report(new RoomKey("live", "r")).join();
    return room.peers().stream().flatMap(peer -> peer.subscriptions().stream())
      .mapToLong(RoomReport.SubscriptionReport::packetsRetransmitted).max().orElse(0);
  }

  /** Runs an attack on the attackers' loop, in small portions, until it says that it is done; the portions it took. */
  private int attack(IntPredicate portion) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    attackers.loop().execute(() -> step(portion, 0, done));
    return done.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /**
   * Sends packets that must be dropped for a reason until one was: a datagram may get lost on its way, on loopback too, and the server may
   * not know yet that the handshake ended. Each is given its sequence number: SRTP sends none twice.
   */
  private void attackUntilCounted(DropReason reason, IntConsumer packet) {
    AtomicInteger sequence = new AtomicInteger();
    until(reason + " is counted", () -> {
      attack(index -> {
        packet.accept(sequence.incrementAndGet());
        return false;
      });
      return drops(reason) > 0;
    });
  }

  private void step(IntPredicate portion, int index, CompletableFuture<Integer> done) {
    try {
      if (portion.test(index)) {
        attackers.loop().execute(() -> step(portion, index + 1, done));
      } else {
        done.complete(index + 1);
      }
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** Packets of a publisher that the server took, once it has read all that was sent. */
  private long settled(String user) {
    long[] last = {-1};
    until("all that was sent is read", () -> {
      long now = packetsOf(user);
      boolean same = now == last[0];
      last[0] = now;
      return same;
    });
    return last[0];
  }

  private long packetsOf(String user) {
    RoomReport room = server.rooms().report(new RoomKey("live", "r")).join();
    return room.peers().stream().flatMap(peer -> peer.publications().stream())
      .filter(publication -> publication.publication().value().startsWith(user)).flatMap(publication -> publication.layers().stream())
      .mapToLong(RoomReport.LayerReport::packets).sum();
  }

  private void assertUnharmed(String what) {
    assertUnharmed(what, 0);
  }

  /**
   * What must hold after every flood: memory, and that bob has everything alice sent.
   *
   * @param overflow share of all packets that found the socket's buffer full, whosoever they were
   */
  private void assertUnharmed(String what, double overflow) {
    long seen = PublishAndWatchTest.packets(bob, "video");
    until("media goes on after " + what, () -> PublishAndWatchTest.packets(bob, "video") > seen + 240);
    until("nothing is missing", () -> bob.media().report("video").missing() == 0);
    Memory after = Memory.held();
    SfuReport report = report();
    StreamReport video = bob.media().report("video");
    System.out.printf("%s: before %s, after %s; %d packets held, bob's longest gap %d ms, %d of %d never came, drops %s%n", what, before,
      after, report.held().packets(), video.longestGapNs() / 1_000_000, video.givenUp(), video.expected(), report.drops());
    assertThat(video.givenUp()).as("packets that bob never got").isLessThan((long) (video.expected() * (1.0 / LOST_MAX + overflow)) + 1);
    assertThat(after.grownMib(before)).as("MiB more than before").isLessThan(GROWTH_MIB_MAX);
    assertThat(drops(DropReason.INTERNAL_FAULT)).isZero();
  }

  private static byte[] packet(int payloadType, int sequence, int ssrc) {
    byte[] bytes = new byte[12 + PAYLOAD];
    new RtpHeaderWriter().begin(bytes, 0, false, payloadType, sequence & 0xFFFF, sequence * 300, ssrc);
    bytes[12] = 0x10;
    bytes[13] = 1;
    return bytes;
  }

  private static int videoType(Answer answer) {
    return answer.section("video").orElseThrow().primary().orElseThrow().type();
  }

  @Test
  void aPublisherThatSendsAsFastAsItCan() {
    ScriptedPublisher mallory = publish(attackers, "mallory");
    ScriptedSubscriber carol = watch(attackers, "carol", "mallory");
    attackers.loop().execute(mallory.media()::stop);
    int type = videoType(mallory.resource().answer());
    int ssrc = mallory.media().plainVideoSsrcs().getFirst();
    long startNs = System.nanoTime();
    long readBefore = report().traffic().packetsIn();
    int portions = attack(index -> {
      for (int i = 0; i < 64; i++) {
        byte[] packet = packet(type, 64 * index + i, ssrc);
        mallory.peer().sendRtp(packet, packet.length);
      }
      return System.nanoTime() - startNs < ATTACK_NS;
    });
    long accepted = settled("mallory");
    long read = report().traffic().packetsIn() - readBefore;
    double budget = BUDGET_BURST + BUDGET_PER_S * (System.nanoTime() - startNs) / NS_PER_S;
    System.out.printf("a publisher sent %d packets, %d were read, %d accepted of %.0f%n", 64 * portions, read, accepted, budget);
    assertThat((double) accepted).as("packets within the budget").isLessThanOrEqualTo(budget);
    if (read > 2 * budget) {
      assertThat(drops(DropReason.SENT_TOO_MUCH)).as("packets beyond the budget").isPositive();
    }
    carol.close();
    mallory.close();
    assertUnharmed("a publisher as fast as it can", 1 - (double) read / Math.max(read, 64L * portions));
    assertThat(report().held().packets()).as("stores are bounded").isLessThan(4 * 1_024);
  }

  @Test
  void aPublisherWithTenThousandSources() {
    ScriptedPublisher mallory = publish(attackers, "mallory");
    attackers.loop().execute(mallory.media()::stop);
    int type = videoType(mallory.resource().answer());
    attack(index -> {
      byte[] packet = packet(type, 1, 0x1000_0000 + index);
      mallory.peer().sendRtp(packet, packet.length);
      byte[] strange = packet(77, 1, 0x2000_0000 + index);
      mallory.peer().sendRtp(strange, strange.length);
      return index + 1 < SOURCES;
    });
    until("strange sources are counted", () -> drops(DropReason.UNKNOWN_STREAM) > SOURCES / 2);
    assertUnharmed("ten thousand sources");
    assertThat(report().held().packets()).isLessThan(4 * 1_024);
    mallory.close();
  }

  @Test
  void strangersWithUnknownSources() throws Exception {
    InetSocketAddress port = bob.resource().answer().candidates().getFirst();
    Random random = new Random(SEED);
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      for (int i = 0; i < RAW_DATAGRAMS; i++) {
        byte[] packet = packet(96, i, random.nextInt());
        socket.send(new DatagramPacket(packet, 200, port));
        if (i % 50 == 0) {
          TimeUnit.MICROSECONDS.sleep(500);
        }
      }
    }
    until("they are counted", () -> drops(DropReason.UNKNOWN_ADDRESS) > RAW_DATAGRAMS / 2);
    assertUnharmed("strangers with unknown sources, seed " + SEED);
  }

  @Test
  void aSubscriberThatNacksEverythingForEver() {
    ScriptedSubscriber eve = watch(attackers, "eve", "alice");
    until("eve sees", () -> PublishAndWatchTest.packets(eve, "video") > 60);
    int ssrc = eve.media().report("video").ssrc();
    long startNs = System.nanoTime();
    Random random = new Random(SEED);
    attack(index -> {
      for (int i = 0; i < 66; i++) {
        int first = random.nextInt(1 << 16);
        int[] sequences = new int[NACKED_AT_ONCE];
        Arrays.setAll(sequences, n -> first + n & 0xFFFF);
        byte[] bytes = new byte[1_200];
        RtcpWriter writer = new RtcpWriter();
        writer.reset(bytes, 0, bytes.length);
        writer.receiverReport(1);
        writer.nack(1, ssrc, sequences, sequences.length);
        eve.peer().sendRtcp(bytes, writer.length());
      }
      return System.nanoTime() - startNs < ATTACK_NS;
    });
    double seconds = (System.nanoTime() - startNs) / NS_PER_S;
    long repeated = mostRetransmitted();
    System.out.printf("eve got %d packets again in %.1f s%n", repeated, seconds);
    long bytesMax = (long) (1.5 * MEDIA_BYTES_PER_S * (seconds + 1));
    assertThat(repeated * 1_000).as("bytes sent again, at most as many as the media itself").isLessThan(bytesMax);
    assertThat(repeated).as("some were answered").isPositive();
    assertThat(drops(DropReason.BUDGET_EXHAUSTED)).isPositive();
    assertThat(drops(DropReason.RETRANSMISSION_NOT_STORED)).as("look-ups in vain").isLessThan((long) (20_000 * (seconds + 1)));
    eve.close();
    assertUnharmed("a subscriber that NACKs everything");
  }

  @Test
  void packetsThatLieBehindTheirProtection() {
    ScriptedPublisher mallory = publish(attackers, "mallory");
    int type = videoType(mallory.resource().answer());
    byte[] control = new byte[40];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(control, 0, control.length);
    writer.receiverReport(1);
    writer.pli(1, 2);
    int whole = writer.length();
    byte[] cut = control.clone();
    cut[11] = 9;
    attackUntilCounted(DropReason.RTP_MALFORMED, sequence -> {
      byte[] padding = Arrays.copyOf(packet(type, sequence, 5), 40);
      padding[0] |= 0x20;
      padding[39] = (byte) 200;
      mallory.peer().sendRtp(padding, padding.length);
    });
    attackUntilCounted(DropReason.RTCP_MALFORMED, _ -> mallory.peer().sendRtcp(cut, whole));
    mallory.close();
    assertUnharmed("packets that lie");
  }

  private LiveKitParticipant enter(String token) {
    SubscriberMedia nothing = new SubscriberMedia(attackers.loop(), 1, (ssrc, sequence, bytes, offset, length) -> { });
    LiveKitParticipant participant = LiveKitParticipant.join(attackers, server.at("/"), token, PeerSettings.DEFAULT, nothing, true);
    participant.receiving().orTimeout(20, TimeUnit.SECONDS).join();
    return participant;
  }

  /** Says as much as its channels take, of both kinds, and each time names alice as the one who says it; how many packets were taken. */
  private long sayForAWhile(LiveKitParticipant mallory) {
    ClientLoop loop = attackers.loop();
    UserPacket.Builder words = UserPacket.newBuilder().setPayload(ByteString.copyFrom(new byte[PAYLOAD]));
    byte[] packet = DataPacket.newBuilder().setParticipantIdentity("alice").setUser(words).build().toByteArray();
    LongAdder taken = new LongAdder();
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> say(mallory, packet, taken, loop.nowNs() + ATTACK_NS, done));
    done.orTimeout(60, TimeUnit.SECONDS).join();
    return taken.sum();
  }

  /** In portions with a pause after each, in which the loop hears what was acknowledged. */
  private void say(LiveKitParticipant mallory, byte[] packet, LongAdder taken, long endNs, CompletableFuture<Void> done) {
    for (int i = 0; i < 64; i++) {
      if (mallory.say(i % 2 == 0, packet)) {
        taken.increment();
      }
    }
    long nextNs = attackers.loop().nowNs() + PAUSE_NS;
    if (nextNs > endNs) {
      done.complete(null);
    } else {
      ClientLoop.Alarm _ = attackers.loop().at(nextNs, nowNs -> say(mallory, packet, taken, endNs, done));
    }
  }

  private static String sender(byte[] packet) {
    try {
      return DataPacket.parseFrom(packet).getParticipantIdentity();
    } catch (IOException e) {
      throw new IllegalStateException("the server sent what is no data packet", e);
    }
  }

  @Test
  void oneWhoSaysAllThatItCanInAnothersName() {
    LiveKitParticipant mallory = enter(server.token("mallory", "r"));
    LiveKitParticipant carol = enter(server.token("carol", "r"));
    LongAdder ofMallory = new LongAdder();
    LongAdder ofOthers = new LongAdder();
    carol.hear((label, packet, arrivedNs) -> ("mallory".equals(sender(packet)) ? ofMallory : ofOthers).increment());
    mallory.speak().orTimeout(20, TimeUnit.SECONDS).join();
    long taken = sayForAWhile(mallory);
    System.out.printf("mallory said %d packets, carol heard %d%n", taken, ofMallory.sum());
    assertThat(ofMallory.sum()).as("packets that arrived").isGreaterThan(FEW_PACKETS);
    assertThat(ofOthers.sum()).as("packets in another's name").isZero();
    assertUnharmed("as much data as a room takes");
    carol.close();
    mallory.close();
  }

  @Test
  void oneWhoMayNotSayAnythingAndDoes() {
    LiveKitParticipant mallory = enter(server.mute("mallory", "r"));
    LiveKitParticipant carol = enter(server.token("carol", "r"));
    LongAdder heard = new LongAdder();
    carol.hear((label, packet, arrivedNs) -> heard.increment());
    mallory.speak().orTimeout(20, TimeUnit.SECONDS).join();
    long taken = sayForAWhile(mallory);
    System.out.printf("mallory said %d packets and may not%n", taken);
    assertThat(taken).isGreaterThan(FEW_PACKETS);
    until("they are counted", () -> server.faults(DataFault.NOT_ALLOWED) > FEW_PACKETS);
    assertUnharmed("data of one who may not send any");
    assertThat(heard.sum()).isZero();
    carol.close();
    mallory.close();
  }
}
