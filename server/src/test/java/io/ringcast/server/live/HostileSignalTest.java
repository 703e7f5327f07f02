package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomLimits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile clients say at LiveKit's signal door is refused with a reason and harms nobody else in the room. */
@Timeout(120)
class HostileSignalTest {
  private static final long SEED = 31_415;
  private static final int CONNECTIONS = 10_000;
  private static final int PENDING = 500;
  private static final int AT_ONCE = 16;
  private static final int PUBLICATIONS_MAX = 32;
  private static final double LEFT_MIB_MAX = 32;

  private LiveServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer(new DoorSettings(RoomLimits.DEFAULT.with(new PendingLimits(PENDING, CONNECTIONS, CONNECTIONS)), List.of()));
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.close();
  }

  private SignalSocket join(String user) {
    return join(user, RoomToken.joining(user, "r", Instant.now().plusSeconds(600)));
  }

  /** One that publishes nothing yet and watches nothing: it needs no media to stay. */
  private SignalSocket bystander() {
    RoomToken token = RoomToken.joining("bystander", "r", Instant.now().plusSeconds(600));
    return join("bystander", token.without(Grant.CAN_SUBSCRIBE));
  }

  private SignalSocket join(String user, RoomToken token) {
    String signed = new TokenIssuer(KeyPair.DEVELOPMENT).issue(token, Instant.now());
    SignalSocket joined = SignalSocket.open(http, server.signal("rtc", signed)).join();
    until(user + " is in", () -> joined.heard(SignalResponse::hasJoin));
    return joined;
  }

  /** A bystander still has its ear and its say. */
  private static void assertUnharmed(SignalSocket bystander) {
    int before = bystander.heard().size();
    bystander.say(SignalRequest.newBuilder().setPing(1));
    until("the bystander hears", () -> bystander.heard().stream().skip(before).anyMatch(SignalResponse::hasPong));
    assertThat(bystander.ended()).isFalse();
  }

  private static String unsigned(String token, String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
    String claims = token.split("\\.", -1)[1];
    return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "." + claims + ".";
  }

  private void refused(String token, int status, String word) throws Exception {
    for (String door : List.of("rtc", "rtc/v1")) {
      HttpResponse<String> told = http.send(HttpRequest.newBuilder(server.validate(door, token)).build(), BodyHandlers.ofString());
      assertThat(told.statusCode()).as(told.body()).isEqualTo(status);
      assertThat(told.body()).as(door).containsIgnoringCase(word);
      assertThatThrownBy(() -> SignalSocket.open(http, server.signal(door, token)).get()).isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(WebSocketHandshakeException.class)
          .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause()).getResponse().statusCode()).isEqualTo(status));
    }
  }

  @Test
  void tokensThatDoNotFitAreRefused() throws Exception {
    Instant now = Instant.now();
    RoomToken good = RoomToken.joining("ann", "r", now.plusSeconds(600));
    String signed = new TokenIssuer(KeyPair.DEVELOPMENT).issue(good, now);
    refused("", 401, "token");
    refused("not-a-token", 401, "JWT");
    refused(unsigned(signed, "none"), 401, "HS256");
    refused(unsigned(signed, "HS256"), 401, "signature");
    refused(new TokenIssuer(new KeyPair("devkey", "another secret")).issue(good, now), 401, "signature");
    refused(new TokenIssuer(new KeyPair("nokey", "secret")).issue(good, now), 401, "nokey");
    refused(new TokenIssuer(new KeyPair(LiveServer.OTHER.key(), "secret")).issue(good, now), 401, "signature");
    Instant yesterday = now.minus(Duration.ofDays(1));
    refused(new TokenIssuer(KeyPair.DEVELOPMENT)
        .issue(RoomToken.joining("ann", "r", yesterday.plusSeconds(600)), yesterday), 401, "expired");
    refused(new TokenIssuer(KeyPair.DEVELOPMENT).issue(good.without(Grant.ROOM_JOIN), now), 403, "roomJoin");
  }

  @Test
  void aTokenOfAnotherAppOpensAnotherRoomOfTheSameName() throws Exception {
    SignalSocket ann = join("ann");
    Instant now = Instant.now();
    String token = new TokenIssuer(LiveServer.OTHER).issue(RoomToken.joining("eve", "r", now.plusSeconds(600)), now);
    SignalSocket eve = SignalSocket.open(http, server.signal("rtc", token)).join();
    until("eve is in a room", () -> eve.heard(SignalResponse::hasJoin));
    assertThat(eve.heard().getFirst().getJoin().getOtherParticipantsList()).isEmpty();
    assertThat(eve.heard().getFirst().getJoin().getRoom().getSid()).isNotEqualTo(ann.heard().getFirst().getJoin().getRoom().getSid());
    assertUnharmed(ann);
    assertThat(ann.heard(told -> told.toString().contains("eve"))).isFalse();
  }

  @Test
  void garbageAndHugeFramesEndTheirOwnConnectionOnly() {
    SignalSocket bystander = bystander();
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      SignalSocket hostile = SignalSocket.open(http, server.signal("rtc", server.token("eve" + i, "r"))).join();
      byte[] garbage = new byte[i == 0 ? 10 * 1024 * 1024 : 1 + random.nextInt(4_000)];
      random.nextBytes(garbage);
      // Of protobuf's wire types 6 and 7 there are none.
      garbage[0] = (byte) (garbage[0] | 7);
      hostile.send(garbage);
      until("garbage " + i + " ends it, seed " + SEED, hostile::ended);
    }
    assertUnharmed(bystander);
  }

  @Test
  void aFloodOfTracksIsTakenSlowlyAndBounded() {
    SignalSocket bystander = bystander();
    SignalSocket eve = join("eve");
    long startNs = System.nanoTime();
    for (int i = 0; i < 600; i++) {
      eve.say(SignalRequest.newBuilder().setAddTrack(
          AddTrackRequest.newBuilder().setCid("c" + i).setType(TrackType.VIDEO).setSource(TrackSource.CAMERA)));
    }
    until("all are answered", () -> eve.heard().stream()
        .filter(told -> told.hasTrackPublished() || told.hasRequestResponse()).count() == 600);
    assertThat(System.nanoTime() - startNs).as("300 at hand, 100 a second").isGreaterThan(2_500_000_000L);
    assertThat(eve.heard().stream().filter(SignalResponse::hasTrackPublished)).hasSize(PUBLICATIONS_MAX);
    assertThat(eve.heard().stream().filter(SignalResponse::hasRequestResponse).map(told -> told.getRequestResponse().getReason()))
        .containsOnly(RequestResponse.Reason.LIMIT_EXCEEDED);
    assertUnharmed(bystander);
    assertThat(bystander.heard(told -> told.hasUpdate() && told.getUpdate().getParticipants(0).getTracksCount() > 0))
        .as("nothing of it was ever live").isFalse();
  }

  @Test
  void attributeBombsAreRefused() {
    SignalSocket bystander = bystander();
    RoomToken token = RoomToken.joining("eve", "r", Instant.now().plusSeconds(600));
    SignalSocket eve = join("eve", token.with(Grant.CAN_UPDATE_OWN_METADATA));
    UpdateParticipantMetadata.Builder many = UpdateParticipantMetadata.newBuilder();
    IntStream.range(0, 1_000).forEach(i -> many.putAttributes("k" + i, "v"));
    for (UpdateParticipantMetadata.Builder bomb : List.of(
        many, UpdateParticipantMetadata.newBuilder().putAttributes("k", "v".repeat(200_000)),
        UpdateParticipantMetadata.newBuilder().setMetadata("m".repeat(900_000)),
        UpdateParticipantMetadata.newBuilder().setName("n".repeat(300)))) {
      int before = eve.heard().size();
      eve.say(SignalRequest.newBuilder().setUpdateMetadata(bomb));
      until("an answer", () -> eve.heard().stream().skip(before).anyMatch(SignalResponse::hasRequestResponse));
      assertThat(eve.heard().stream().skip(before).filter(SignalResponse::hasRequestResponse).findFirst().orElseThrow()
          .getRequestResponse().getReason()).isEqualTo(RequestResponse.Reason.LIMIT_EXCEEDED);
    }
    assertUnharmed(bystander);
    assertThat(bystander.heard(told -> told.toByteArray().length > 10_000)).as("something large").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtc", "rtc/v1"})
  void aThousandReconnectsWithOneTokenAreOneParticipant(String door) throws Exception {
    SignalSocket bystander = bystander();
    String token = server.token("eve", "r");
    List<SignalSocket> sockets = flood(1_000, i -> SignalSocket.open(http, server.signal(door, token)).join());
    until("all but one have ended", () -> sockets.stream().filter(socket -> !socket.ended()).count() <= 1);
    long joined = sockets.stream().filter(socket -> socket.heard(SignalResponse::hasJoin)).count();
    assertThat(joined).as("10 at hand, then one a second").isBetween(10L, 60L);
    assertThat(sockets.stream().filter(socket -> !socket.heard(SignalResponse::hasJoin)))
        .as("the others are told").allMatch(socket -> socket.heard(told -> told.getLeave().getReason() == DisconnectReason.JOIN_FAILURE));
    assertUnharmed(bystander);
    assertThat(bystander.heard().stream().filter(SignalResponse::hasUpdate).count()).as("what the bystander hears").isLessThan(3 * joined);
  }

  @Test
  @Tag("long")
  void tenThousandHalfOpenConnectionsAreBoundedRefusedAndFreed() throws Exception {
    SignalSocket bystander = bystander();
    Memory before = Memory.held();
    LongAdder refused = new LongAdder();
    List<SignalSocket> admitted = Collections.synchronizedList(new ArrayList<>());
    flood(CONNECTIONS, i -> {
      String room = "half" + i;
      SignalSocket opened = SignalSocket.open(http, server.signal("rtc", server.token("eve", room))).join();
      until("an answer", () -> !opened.heard().isEmpty() || opened.ended());
      if (opened.heard(SignalResponse::hasJoin)) {
        admitted.add(opened);
      } else {
        refused.increment();
      }
      return opened;
    });
    assertThat(admitted.size()).isBetween(PENDING - 1, 3 * PENDING);
    assertThat(refused.sum()).isEqualTo(CONNECTIONS - admitted.size());
    assertThat(server.pendingPlaces()).isLessThanOrEqualTo(PENDING);
    assertUnharmed(bystander);
    int count = admitted.size();
    admitted.forEach(SignalSocket::drop);
    // What clients hold is not the server's.
    admitted.clear();
    until("all are freed", () -> server.pendingPlaces() <= 1);
    until("their rooms have ended", () -> server.openRooms() == 1);
    Memory after = Memory.held();
    System.out.printf("%d half-open connections, %d admitted: before %s, after %s%n", CONNECTIONS, count, before, after);
    assertThat(after.grownMib(before)).as("MiB left").isLessThan(LEFT_MIB_MAX);
    assertUnharmed(bystander);
  }

  private interface Opening {
    SignalSocket open(int index) throws Exception;
  }

  /** Opens so many connections as fast as it can. */
  private static List<SignalSocket> flood(int count, Opening opening) throws InterruptedException {
    List<SignalSocket> opened = Collections.synchronizedList(new ArrayList<>());
    List<Exception> failed = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      IntStream.range(0, count).forEach(i -> pool.execute(() -> {
        try {
          opened.add(opening.open(i));
        } catch (Exception e) {
          failed.add(e);
        }
      }));
      pool.shutdown();
      assertThat(pool.awaitTermination(90, TimeUnit.SECONDS)).as("all were opened").isTrue();
    }
    assertThat(failed).isEmpty();
    return List.copyOf(opened);
  }
}
