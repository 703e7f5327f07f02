package io.ringcast.bench.contender;

import io.ringcast.client.ClientLoop;
import io.ringcast.client.livekit.LiveKitParticipant;
import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherMedia;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.client.sdp.Answer;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.TokenIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Rooms of a server by LiveKit's protocol: what publishers and subscribers of a measurement do there. */
public final class LiveKitRooms {
  private static final Duration TOKEN_LIFE = Duration.ofHours(3);
  private static final int OPEN_LIMIT_S = 30;
  private static final ArrivalListener NOBODY = (section, sequence, marker, recovered, count, nowNs) -> { };

  private final URI server;
  private final Terms terms;
  private final TokenIssuer issuer = new TokenIssuer(KeyPair.DEVELOPMENT);
  private final LongAdder told = new LongAdder();
  private int users;

  /** @param server in dev mode, so that its key pair is known */
  LiveKitRooms(URI server, Terms terms) {
    this.server = server;
    this.terms = terms;
  }

  /** Joins, publishes, and returns when media flows. */
  MediaSource publish(String room, PublisherSettings settings, PayloadListener sent) {
    PublisherMedia media = new PublisherMedia(terms.publishers().loop(), settings, sent, terms.publishers().random());
    SubscriberMedia nothing = new SubscriberMedia(terms.publishers().loop(), terms.publishers().random().nextInt(),
      (ssrc, sequence, bytes, offset, length) -> { });
    String user = "publisher" + users++;
    LiveKitParticipant participant = LiveKitParticipant.join(
      terms.publishers(), server, token(user, room), terms.peers(), nothing, false);
    in(participant.joined());
    in(participant.publish(media));
    return new Source(participant, media, user);
  }

  /** Joins, and returns when media can come of every source. */
  MediaSink watch(String room, List<MediaSource> sources, List<ArrivalListener> heard) {
    LiveKitParticipant participant = enter(room, sources, heard);
    in(participant.receiving());
    in(participant.offering(sources.size()));
    return participant::close;
  }

  /** Joins, and does not wait for anything. */
  public LiveKitParticipant enter(String room, List<MediaSource> sources, List<ArrivalListener> heard) {
    SubscriberMedia media = new SubscriberMedia(terms.subscribers().loop(), terms.subscribers().random().nextInt(),
      (ssrc, sequence, bytes, offset, length) -> { });
    media.decryptOneOf(terms.decryptOneOf());
    BySource bySource = new BySource(sources.stream().map(MediaSource::id).toList(), heard);
    media.tell(bySource);
    LiveKitParticipant participant = LiveKitParticipant.join(
      terms.subscribers(), server, token("viewer" + users++, room), terms.peers(), media, true);
    terms.subscribers().loop().execute(() -> bySource.participant = participant);
    return participant;
  }

  /** Joins to send data packets, and returns when it can. */
  public LiveKitParticipant speak(String room) {
    SubscriberMedia nothing = new SubscriberMedia(terms.publishers().loop(), terms.publishers().random().nextInt(),
      (ssrc, sequence, bytes, offset, length) -> { });
    LiveKitParticipant participant = LiveKitParticipant.join(
      terms.publishers(), server, token("speaker" + users++, room), terms.peers(), nothing, true);
    in(participant.receiving());
    in(participant.speak());
    return participant;
  }

  /** Where those live who publish or speak. */
  public ClientLoop speakers() {
    return terms.publishers().loop();
  }

  /** Where those live who entered. */
  public ClientLoop readers() {
    return terms.subscribers().loop();
  }

  /** Joins by signal alone, in a role, and does not wait for anything. */
  public Bystander stand(String room, RoomWish wish) {
    Instant now = Instant.now();
    RoomToken token = RoomToken.joining("bystander" + users++, room, now.plus(TOKEN_LIFE)).without(Grant.CAN_SUBSCRIBE).with(wish);
    URI uri = server.resolve("/rtc?protocol=16&access_token=" + issuer.issue(token, now));
    return new Bystander(terms.subscribers().http(), URI.create(uri.toString().replaceFirst("^http", "ws")), told);
  }

  /** How many messages bystanders were sent so far, all together. */
  public long told() {
    return told.sum();
  }

  private static <T> T in(CompletableFuture<T> done) {
    return done.orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
  }

  private String token(String user, String room) {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining(user, room, now.plus(TOKEN_LIFE)), now);
  }

  /** Tells each source's listener of its packets. */
  private static final class BySource implements ArrivalListener {
    private final List<String> users;
    private final List<ArrivalListener> heard;
    private @Nullable LiveKitParticipant participant;
    private int offers;
    private List<ArrivalListener> bySection = List.of();

    private BySource(List<String> users, List<ArrivalListener> heard) {
      this.users = users;
      this.heard = heard;
    }

    @Override
    public void onArrival(int section, long sequence, boolean marker, boolean recovered, long count, long nowNs) {
      LiveKitParticipant at = participant;
      Answer now = at == null ? null : at.offered();
      if (at != null && now != null && at.offers() != offers) {
        offers = at.offers();
        bySection = now.sections().stream().map(one -> listener(at.userOf(one))).toList();
      }
      if (section < bySection.size()) {
        bySection.get(section).onArrival(section, sequence, marker, recovered, count, nowNs);
      }
    }

    private ArrivalListener listener(String user) {
      int source = users.indexOf(user);
      return source < 0 ? NOBODY : heard.get(source);
    }
  }

  private record Source(LiveKitParticipant participant, PublisherMedia media, String id) implements MediaSource {
    @Override
    public void close() {
      participant.close();
    }
  }
}
