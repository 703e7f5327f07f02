package io.ringcast.bench.contender;

import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherMedia;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A Ringcast process. Publishers come by WHIP. Whoever watches one of them comes by WHEP; whoever watches several, by LiveKit's protocol,
 * since a WHEP session carries one publisher.
 */
final class RunningRingcast implements RunningContender, RunningSignalled.Holdings {
  private static final Duration TOKEN_LIFE = Duration.ofHours(3);
  private static final int OPEN_LIMIT_S = 30;

  private final ServerProcess server;
  private final Terms terms;
  private final ServerUsage usage;
  private final LiveKitRooms signalled;
  private final TokenIssuer issuer = new TokenIssuer(KeyPair.DEVELOPMENT);
  private int users;

  RunningRingcast(ServerProcess server, Terms terms) {
    this.server = server;
    this.terms = terms;
    usage = new ServerUsage(server.pid());
    signalled = new LiveKitRooms(server.url(), terms);
  }

  @Override
  public MediaSource publish(String room, PublisherSettings settings, PayloadListener sent) {
    String user = "publisher" + users++;
    ScriptedPublisher publisher = new ScriptedPublisher(terms.publishers(), server.url().resolve("/whip/" + room), token(user, room),
      terms.peers(), settings, sent);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return new Source(publisher, user);
  }

  @Override
  public MediaSink watch(String room, List<MediaSource> sources, List<ArrivalListener> heard) {
    if (sources.size() > 1) {
      return signalled.watch(room, sources, heard);
    }
    String user = "viewer" + users++;
    ScriptedSubscriber subscriber = new ScriptedSubscriber(terms.subscribers(), server.url().resolve("/whep/" + room),
      token(user, room), terms.peers(), (ssrc, sequence, bytes, offset, length) -> { });
    subscriber.media().decryptOneOf(terms.decryptOneOf());
    subscriber.media().tell((section, sequence, marker, recovered, count, nowNs) ->
      heard.getFirst().onArrival(section, sequence, marker, recovered, count, nowNs));
    subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return subscriber::close;
  }

  @Override
  public ServerUsage usage() {
    return usage;
  }

  @Override
  public OptionalLong sends() throws IOException, InterruptedException {
    return OptionalLong.of(ServerMetrics.of(server).out("ringcast_sends_total"));
  }

  @Override
  public long heldBytes() throws IOException, InterruptedException {
    ServerMetrics metrics = ServerMetrics.afterCollection(server);
    return metrics.heapBytes() + metrics.directBytes();
  }

  @Override
  public OptionalDouble allocatedPerPacket(Duration span) throws IOException, InterruptedException {
    return OptionalDouble.of(LoopAllocation.perPacket(server, span));
  }

  @Override
  public Optional<HeapClasses> heapClasses() throws IOException, InterruptedException {
    return Optional.of(HeapClasses.of(server.pid()));
  }

  @Override
  public void beginRecording() throws IOException, InterruptedException {
    FlightRecording.begin(server.pid());
  }

  @Override
  public void endRecording(Path file) throws IOException, InterruptedException {
    FlightRecording.end(server.pid(), file);
  }

  @Override
  public void close() {
    server.close();
  }

  private String token(String user, String room) {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining(user, room, now.plus(TOKEN_LIFE)), now);
  }

  /** A WHIP session. */
  private record Source(ScriptedPublisher publisher, String id) implements MediaSource {
    @Override
    public PublisherMedia media() {
      return publisher.media();
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
