package io.ringcast.bench;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.relay.Impairment;
import io.ringcast.client.relay.UdpRelay;
import io.ringcast.client.sdp.Answer;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.transport.SrtpProfile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The people of a soak, in a few rooms: each on a path with its own loss. Every step one of them does something, by the dice. */
final class Crowd implements AutoCloseable {
  private static final int ROOMS = 4;
  private static final int VIEWERS_MAX = 6;
  private static final Duration TOKEN_LIFE = Duration.ofDays(8);
  private static final int OPEN_LIMIT_S = 30;
  private static final double LOSS_MAX = 0.1;
  private static final long JITTER_MAX_NS = 20_000_000;
  /** Three layers of 15 frames a second, light enough for two dozen viewers beside the server on two cores. */
  private static final PublisherSettings MEDIA =
    new PublisherSettings(true, true, List.of("q", "h", "f"), 15, 4, 900, 0, 0);
  private static final String[] LAYERS = {"SMALL", "MEDIUM", "BIG"};

  private final ClientHost host = new ClientHost();
  private final TokenIssuer issuer = new TokenIssuer(KeyPair.DEVELOPMENT);
  private final URI server;
  private final Random dice;
  private final List<Room> rooms = new ArrayList<>();
  private int names;
  private long joins;
  private long leaves;
  private long deaths;
  private long switches;
  private long failures;

  Crowd(URI server, long seed) {
    this.server = server;
    dice = new Random(seed);
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(new Room("soak" + i));
    }
  }

  /** What happened so far. */
  Steps steps() {
    return new Steps(joins, failures, leaves, deaths, switches);
  }

  /** @param failures who could not connect: on these paths a handshake may lose too much to end in its time */
  record Steps(long joins, long failures, long leaves, long deaths, long switches) {}

  /** Someone joins, leaves, dies, switches layers or gets another path. */
  void step() {
    Room room = rooms.get(dice.nextInt(ROOMS));
    int roll = dice.nextInt(100);
    if (room.speaker == null || roll < 4) {
      room.changeSpeaker();
    } else if (room.viewers.isEmpty() || (roll < 40 && room.viewers.size() < VIEWERS_MAX)) {
      room.addViewer();
    } else if (roll < 62) {
      leave(room.viewers.remove(dice.nextInt(room.viewers.size())));
    } else if (roll < 90) {
      room.viewers.get(dice.nextInt(room.viewers.size())).switchLayer();
    } else {
      room.viewers.get(dice.nextInt(room.viewers.size())).path.impair();
    }
  }

  /** Everyone leaves. */
  void leaveAll() {
    for (Room room : rooms) {
      room.leaveAll();
    }
  }

  @Override
  public void close() {
    host.close();
  }

  private void leave(Viewer viewer) {
    if (dice.nextInt(8) == 0) {
      viewer.die();
      deaths++;
    } else {
      viewer.leave();
      leaves++;
    }
  }

  private String token(String user, String room) {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining(user + names++, room, now.plus(TOKEN_LIFE)), now);
  }

  private final class Room {
    final String name;
    final List<Viewer> viewers = new ArrayList<>();
    @Nullable Speaker speaker;

    Room(String name) {
      this.name = name;
    }

    void changeSpeaker() {
      speakerLeaves();
      Speaker next = new Speaker(name);
      if (hasJoined(next.opened, next::leave)) {
        speaker = next;
      }
    }

    void addViewer() {
      Viewer next = new Viewer(name);
      if (hasJoined(next.opened, next::leave)) {
        viewers.add(next);
      }
    }

    private boolean hasJoined(CompletableFuture<SrtpProfile> opened, Runnable leave) {
      try {
        opened.orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
        joins++;
        return true;
      } catch (CompletionException e) {
        failures++;
        leave.run();
        return false;
      }
    }

    void leaveAll() {
      viewers.forEach(Viewer::leave);
      leaves += viewers.size();
      viewers.clear();
      speakerLeaves();
    }

    private void speakerLeaves() {
      if (speaker != null) {
        speaker.leave();
        speaker = null;
        leaves++;
      }
    }
  }

  private final class Speaker {
    final ScriptedPublisher publisher;
    final Path path = new Path();
    final CompletableFuture<SrtpProfile> opened;

    Speaker(String room) {
      publisher = new ScriptedPublisher(host, server.resolve("/whip/" + room), token("publisher", room), PeerSettings.DEFAULT, MEDIA,
        (ssrc, sequence, bytes, offset, length) -> { });
      opened = publisher.open(path::through);
    }

    void leave() {
      publisher.close();
      path.close();
    }
  }

  private final class Viewer {
    final ScriptedSubscriber subscriber;
    final Path path = new Path();
    final CompletableFuture<SrtpProfile> opened;

    Viewer(String room) {
      subscriber = new ScriptedSubscriber(host, server.resolve("/whep/" + room), token("viewer", room));
      opened = subscriber.open(path::through);
    }

    void switchLayer() {
      String body = "{\"mediaId\":\"1\",\"encodingId\":\"" + LAYERS[dice.nextInt(LAYERS.length)] + "\"}";
      int status = subscriber.door().send(HttpRequest.newBuilder(URI.create(subscriber.resource().location() + "/layer"))
        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body))).statusCode();
      if (status != 204 && status != 404 && status != 409) {
        throw new IllegalStateException("a layer switch answered " + status);
      }
      switches++;
    }

    void leave() {
      subscriber.close();
      path.close();
    }

    void die() {
      subscriber.peer().kill();
      path.close();
    }
  }

  /** One participant's way to the server. */
  private final class Path {
    private final long seed = dice.nextLong();
    private final CompletableFuture<UdpRelay> relay = new CompletableFuture<>();

    InetSocketAddress through(Answer answer) {
      host.loop().execute(() -> relay.complete(new UdpRelay(host.loop(), answer.candidates().getFirst(), seed)));
      impair();
      return relay.join().address();
    }

    void impair() {
      relay.join().toServer().impair(drawn());
      relay.join().toClient().impair(drawn());
    }

    private Impairment drawn() {
      return new Impairment(dice.nextDouble() * LOSS_MAX, JITTER_MAX_NS / 4, 1 + dice.nextLong(JITTER_MAX_NS), LOSS_MAX / 10);
    }

    void close() {
      relay.join().close();
    }
  }
}
