package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.StreamReport;
import io.ringcast.client.media.Vp8Payload;
import io.ringcast.client.relay.Impairment;
import io.ringcast.client.relay.UdpRelay;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(90)
class PublishAndWatchTest {
  private static final int OPEN_LIMIT_S = 15;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;
  /** Generous for a busy machine; the goal of 3 s is read from the printed figure. */
  private static final long ROAMING_GUARD_NS = 15 * NS_PER_S;
  private static final long SEED = 31_415;
  /** How often a scripted subscriber asks for one packet. */
  private static final int QUESTIONS = 12;

  private LiveServer server;
  private ClientHost host;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    host = new ClientHost();
  }

  @AfterEach
  void stop() {
    host.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"AEAD_AES_128_GCM, actpass", "AEAD_AES_256_GCM, active", "AES128_CM_SHA1_80, passive"})
  void whatIsPublishedArrivesByteForByte(SrtpProfile profile, String setup) {
    Payloads sent = new Payloads();
    Payloads received = new Payloads();
    PeerSettings settings = PeerSettings.DEFAULT.pinned(profile).setup(setup);
    ScriptedPublisher publisher = new ScriptedPublisher(
      host, server.whip("r"), server.token("alice", "r"), settings, PublisherSettings.DEFAULT, sent);
    assertThat(publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join()).isEqualTo(profile);
    ScriptedSubscriber subscriber =
      new ScriptedSubscriber(host, server.whep("r"), server.token("bob", "r"), settings, received);
    assertThat(subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join()).isEqualTo(profile);
    until("a second of media", () -> packets(subscriber, "video") > 100 && packets(subscriber, "audio") > 50);
    for (String kind : List.of("audio", "video")) {
      until(kind + " without gaps", () -> isWhole(subscriber.media().report(kind)));
      StreamReport report = subscriber.media().report(kind);
      assertThat(report.duplicates()).as("nothing comes twice that was not asked for").isLessThanOrEqualTo(QUESTIONS * report.recovered());
    }
    Set<Integer> arrived = Set.copyOf(received.all);
    assertThat(Set.copyOf(sent.all)).as("every payload received was sent, byte for byte").containsAll(arrived);
    subscriber.close();
    publisher.close();
  }

  @Test
  void subscribersOnEveryLoopSeeTheSame() {
    publish(PublisherSettings.DEFAULT);
    List<ScriptedSubscriber> all = new ArrayList<>();
    for (int i = 0; i < 2 * LiveServer.LOOPS; i++) {
      all.add(watch("viewer" + i));
    }
    assertThat(all.stream().map(one -> one.resource().answer().candidates().getFirst()).distinct().count())
      .as("ports the subscribers were sent to").isEqualTo(LiveServer.LOOPS);
    until("media everywhere", () -> all.stream().allMatch(one -> packets(one, "video") > 100 && packets(one, "audio") > 50));
    assertThat(all).allSatisfy(one -> assertThat(one.media().report("video").missing()).isZero());
  }

  @Test
  void thirtyPercentLossIsMadeGoodByRetransmission() {
    publish(PublisherSettings.DEFAULT);
    ScriptedSubscriber subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token("bob", "r"));
    CompletableFuture<UdpRelay> made = new CompletableFuture<>();
    CompletableFuture<Void> open = subscriber.open(answer -> {
      host.loop().execute(() -> made.complete(new UdpRelay(host.loop(), answer.candidates().getFirst(), SEED)));
      return made.join().address();
    }).thenAccept(profile -> made.join().toClient().impair(Impairment.loss(0.3)));
    open.orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    until("600 packets", () -> packets(subscriber, "video") > 600);
    StreamReport video = subscriber.media().report("video");
    assertThat(made.join().toClient().lost()).as("seed %d", SEED).isGreaterThan(100);
    assertThat(video.recovered()).isGreaterThan(100);
    assertThat(video.givenUp()).as("packets that 12 questions did not bring").isLessThanOrEqualTo(2);
    assertThat(video.packets() + video.missing()).isGreaterThanOrEqualTo(video.expected() - 2);
  }

  @Test
  void aPublisherRoams() {
    ScriptedPublisher publisher = publish(PublisherSettings.DEFAULT);
    ScriptedSubscriber subscriber = watch("bob");
    until("media", () -> packets(subscriber, "video") > 60);
    subscriber.media().resetMeasurement();
    publisher.peer().rebind(NS_PER_S).join();
    long before = packets(subscriber, "video");
    until("media goes on", () -> packets(subscriber, "video") > before + 240);
    long gapNs = subscriber.media().report("video").longestGapNs();
    System.out.printf("a publisher roams: longest gap between two packets %d ms%n", gapNs / NS_PER_MS);
    assertThat(gapNs).isLessThan(ROAMING_GUARD_NS);
    long keyframes = publisher.media().report().keyframeRequests();
    ScriptedSubscriber late = watch("carol");
    until("a late subscriber's keyframe, asked for on the new path", () -> packets(late, "video") > 60);
    assertThat(publisher.media().report().keyframeRequests()).isGreaterThan((int) keyframes);
  }

  @Test
  void aDeletedSubscriberIsGoneAtOnce() {
    publish(PublisherSettings.DEFAULT);
    ScriptedSubscriber subscriber = watch("bob");
    until("media", () -> packets(subscriber, "video") > 30);
    assertThat(roomText(subscriber)).contains("bob");
    assertThat(subscriber.door().delete(subscriber.resource().location())).isEqualTo(200);
    assertThat(roomText(subscriber)).doesNotContain("bob");
  }

  @Test
  @Tag("long")
  void aKilledSubscriberIsGoneWithin35Seconds() {
    publish(PublisherSettings.DEFAULT);
    ScriptedSubscriber subscriber = watch("bob");
    until("media", () -> packets(subscriber, "video") > 30);
    subscriber.peer().kill();
    assertThat(roomText(subscriber)).contains("bob");
    long startNs = System.nanoTime();
    until("the room forgets it", () -> !roomText(subscriber).contains("bob"));
    assertThat(System.nanoTime() - startNs).isLessThan(35 * NS_PER_S);
  }

  private ScriptedPublisher publish(PublisherSettings settings) {
    ScriptedPublisher publisher = new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), settings);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return publisher;
  }

  private ScriptedSubscriber watch(String user) {
    return watch(user, (ssrc, sequence, bytes, offset, length) -> { });
  }

  private ScriptedSubscriber watch(String user, PayloadListener listener) {
    ScriptedSubscriber subscriber =
      new ScriptedSubscriber(host, server.whep("r"), server.token(user, "r"), PeerSettings.DEFAULT, listener);
    subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return subscriber;
  }

  private String roomText(ScriptedSubscriber subscriber) {
    return subscriber.door().send(HttpRequest.newBuilder(server.room("r")).GET()).body();
  }

  static long packets(ScriptedSubscriber subscriber, String kind) {
    return subscriber.media().reports().stream().filter(report -> report.kind().equals(kind)).mapToLong(StreamReport::packets).sum();
  }

  private static boolean isWhole(StreamReport report) {
    return report.packets() == report.expected();
  }

  /** What was sent or received: VP8 descriptors, whose picture ids forwarding may renumber, are left out. It grows while it is read. */
  private static final class Payloads implements PayloadListener {
    private static final int VP8_DESCRIPTOR_START = 0x80;
    private final Queue<Integer> all = new ConcurrentLinkedQueue<>();

    @Override
    public void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length) {
      boolean vp8 = (bytes[offset] & 0xEF) == VP8_DESCRIPTOR_START && length > 200;
      int from = vp8 ? offset + Vp8Payload.DESCRIPTOR_SIZE : offset;
      all.add(Arrays.hashCode(Arrays.copyOfRange(bytes, from, offset + length)));
    }
  }
}
