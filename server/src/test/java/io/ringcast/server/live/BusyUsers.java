package io.ringcast.server.live;

import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;

/** Users that join, change and leave as fast as their server acknowledges it, by WHIP and by LiveKit's protocol, without media. */
final class BusyUsers implements AutoCloseable {
  static final KeyPair PAIR = new KeyPair("k", "a-secret-of-this-test-alone");
  private static final int USERS = 6;
  private static final int ROOMS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long START_LIMIT_S = 120;
  static final String OFFER = String.join("\r\n",
    "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0",
    "a=mid:0", "a=sendonly", "a=rtcp-mux", "a=ice-ufrag:busy", "a=ice-pwd:0123456789012345678901", "a=setup:actpass",
    "a=fingerprint:sha-256 " + "AA:".repeat(31) + "AA", "a=rtpmap:111 opus/48000/2", "a=ssrc:4711 cname:busy", "");

  private final URI server;
  private final String prefix;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Semaphore acks = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  /** @param prefix sets the users of one life of the server apart from those of another */
  BusyUsers(int port, String prefix, long seed) {
    server = URI.create("http://127.0.0.1:" + port);
    this.prefix = prefix;
    Random random = new Random(seed);
    for (int i = 0; i < USERS; i++) {
      int user = i;
      Random own = new Random(random.nextLong());
      threads.add(Thread.ofVirtual().start(() -> live(user, own)));
    }
  }

  /** What was acknowledged: {@code TYPE ROOM USER}. */
  Set<String> acknowledged() {
    return acknowledged;
  }

  void untilAcknowledged(int count) throws InterruptedException {
    if (!acks.tryAcquire(count, START_LIMIT_S, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + acks.availablePermits() + " of " + count + " were acknowledged");
    }
  }

  private void live(int number, Random random) {
    for (int stay = 0; !ended; stay++) {
      String user = prefix + number + "-" + stay;
      String room = "room" + random.nextInt(ROOMS);
      try {
        if (random.nextBoolean()) {
          byWhip(user, room);
        } else {
          byLiveKit(user, room, random);
        }
      } catch (CompletionException | IOException e) {
        // The server is gone; so will these users be.
        ended = ended || !reachable();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean reachable() {
    try {
      return http.send(HttpRequest.newBuilder(server.resolve("/healthz/live")).timeout(PATIENCE).build(), BodyHandlers.discarding())
        .statusCode() == 200;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private void acknowledge(String type, String room, String user) {
    acknowledged.add(type + " " + room + " " + user);
    acks.release();
  }

  private String token(String user, String room) {
    Instant now = Instant.now();
    return new TokenIssuer(PAIR).issue(RoomToken.joining(user, room, now.plusSeconds(600)).with(Grant.ROOM_ADMIN), now);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String user, String room) throws IOException, InterruptedException {
    return http.send(request.header("Authorization", "Bearer " + token(user, room)).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  private void byWhip(String user, String room) throws IOException, InterruptedException {
    HttpResponse<String> created = send(HttpRequest.newBuilder(server.resolve("/whip/" + room))
      .header("Content-Type", "application/sdp").POST(BodyPublishers.ofString(OFFER)), user, room);
    if (created.statusCode() != 201) {
      return;
    }
    acknowledge("participant_joined", room, user);
    acknowledge("published", room, user);
    URI session = server.resolve(created.headers().firstValue("Location").orElseThrow());
    if (send(HttpRequest.newBuilder(session).DELETE(), user, room).statusCode() == 200) {
      acknowledge("participant_left", room, user);
    }
  }

  private void byLiveKit(String user, String room, Random random) throws IOException, InterruptedException {
    SignalSocket socket = SignalSocket.open(http,
      URI.create("ws://127.0.0.1:" + server.getPort() + "/rtc?access_token=" + token(user, room))).join();
    if (!await(socket, () -> socket.heard(SignalResponse::hasJoin))) {
      socket.drop();
      return;
    }
    acknowledge("participant_joined", room, user);
    if (random.nextBoolean()) {
      HttpResponse<String> changed = send(HttpRequest.newBuilder(server.resolve("/twirp/livekit.RoomService/UpdateParticipant"))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(
          "{\"room\":\"" + room + "\",\"identity\":\"" + user + "\",\"attributes\":{\"hand\":\"up\"}}")), user, room);
      if (changed.statusCode() == 200) {
        acknowledge("attributes_changed", room, user);
      }
    }
    if (random.nextBoolean()) {
      HttpResponse<String> removed = send(HttpRequest.newBuilder(server.resolve("/twirp/livekit.RoomService/RemoveParticipant"))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(
          "{\"room\":\"" + room + "\",\"identity\":\"" + user + "\"}")), user, room);
      if (removed.statusCode() == 200) {
        acknowledge("participant_left", room, user);
      }
    } else {
      socket.say(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
    }
    socket.drop();
  }

  private static boolean await(SignalSocket socket, BooleanSupplier what) throws InterruptedException {
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean() && !socket.ended() && System.nanoTime() < untilNs) {
      Thread.sleep(2);
    }
    return what.getAsBoolean();
  }

  /** What was said before the server died counts; nothing more is asked. */
  void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    ended = true;
    http.shutdownNow();
  }
}
