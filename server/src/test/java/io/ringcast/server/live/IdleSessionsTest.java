package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.MediaDoor;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.AnswerReader;
import io.ringcast.client.sdp.Offer;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.wire.stun.StunWriter;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomLimits;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that are asked for and never used: ten thousand by WHIP, some of them with a handshake that never ends. */
@Timeout(180)
class IdleSessionsTest {
  private static final int ASKED = 10_000;
  private static final int ADMITTED = 1_500;
  private static final int HANDSHAKES = 400;
  private static final int AT_ONCE = 8;
  private static final double HELD_MIB_MAX = 200;
  private static final double LEFT_MIB_MAX = 48;
  private static final String OFFER = new Offer("ufrag", "password-password-password", "AA:".repeat(31) + "AA", "actpass",
      List.of(Offer.Media.audio("0", 7))).text();

  @Test
  void tenThousandAreBoundedRefusedClearlyAndFreed() throws Exception {
    RoomLimits limits = RoomLimits.DEFAULT.with(new PendingLimits(ADMITTED, ASKED, ASKED));
    try (LiveServer server = new LiveServer(new DoorSettings(limits, List.of())); ClientHost host = new ClientHost()) {
      ScriptedPublisher alice = new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), PublisherSettings.DEFAULT);
      alice.open().orTimeout(20, TimeUnit.SECONDS).join();
      ScriptedSubscriber bob = new ScriptedSubscriber(host, server.whep("r"), server.token("bob", "r"));
      bob.open().orTimeout(20, TimeUnit.SECONDS).join();
      until("media", () -> PublishAndWatchTest.packets(bob, "video") > 60);
      Memory before = Memory.held();

      List<Answer> admitted = ask(host, server);
      assertThat(admitted.size()).isBetween(ADMITTED, 3 * ADMITTED);
      assertThat(server.rooms().pendingSessions()).isLessThanOrEqualTo(ADMITTED);
      connectWithoutHandshake(admitted.subList(admitted.size() - HANDSHAKES, admitted.size()));
      until("handshakes beyond the limit are counted", () ->
          server.sfu().report().join().drops().getOrDefault(DropReason.HANDSHAKE_LIMIT, 0L) > 0);
      Memory during = Memory.held();
      long seen = PublishAndWatchTest.packets(bob, "video");
      until("media goes on", () -> PublishAndWatchTest.packets(bob, "video") > seen + 240);

      until("none is pending", () -> server.rooms().pendingSessions() == 0);
      until("all are freed", () -> server.sfu().report().join().peers() == 2);
      assertThat(server.rooms().counters().ended(CloseReason.SETUP_TIMEOUT)).isEqualTo(admitted.size());
      Memory after = Memory.held();
      System.out.printf("%d sessions asked for, %d admitted, %d at a time: before %s, during %s, after %s; drops %s%n",
          ASKED, admitted.size(), ADMITTED, before, during, after, server.sfu().report().join().drops());
      assertThat(during.grownMib(before)).as("MiB held by %d sessions", ADMITTED).isLessThan(HELD_MIB_MAX);
      assertThat(after.grownMib(before)).as("MiB left").isLessThan(LEFT_MIB_MAX);
      assertThat(bob.media().report("video").givenUp()).isZero();
    }
  }

  /** Posts all offers, each for a room of its own, and checks that what is refused is refused clearly. */
  private static List<Answer> ask(ClientHost host, LiveServer server) throws InterruptedException {
    List<Answer> admitted = Collections.synchronizedList(new ArrayList<>());
    List<String> unclear = Collections.synchronizedList(new ArrayList<>());
    LongAdder refused = new LongAdder();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      IntStream.range(0, ASKED).forEach(i -> pool.execute(() -> {
        String room = "idle" + i;
        HttpResponse<String> answer = new MediaDoor(host, server.whip(room), server.token("mallory", room)).post(OFFER);
        if (answer.statusCode() == 201) {
          admitted.add(AnswerReader.read(answer.body()));
        } else if (answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").orElse("").equals("10")) {
          refused.increment();
        } else {
          unclear.add(answer.statusCode() + " " + answer.body());
        }
      }));
      pool.shutdown();
      assertThat(pool.awaitTermination(100, TimeUnit.SECONDS)).as("all were answered").isTrue();
    }
    assertThat(unclear).isEmpty();
    assertThat(refused.sum()).isEqualTo(ASKED - admitted.size());
    return List.copyOf(admitted);
  }

  /** Proves a path for each session, so that the server waits for a ClientHello that never comes. */
  private static void connectWithoutHandshake(List<Answer> answers) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      for (Answer answer : answers) {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(answer.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] bytes = new byte[300];
        int length = new StunWriter().beginBindingRequest(bytes, 0, bytes.length, new byte[12])
            .username(answer.ufrag() + ":ufrag").priority(1).iceControlling(7).useCandidate().integrity(mac).fingerprint().length();
        socket.send(new DatagramPacket(bytes, length, answer.candidates().getFirst()));
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }
}
