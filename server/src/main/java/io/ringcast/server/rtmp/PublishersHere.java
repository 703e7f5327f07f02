package io.ringcast.server.rtmp;

import io.ringcast.relay.door.PublisherRooms;
import io.ringcast.relay.door.StreamAddress;
import io.ringcast.relay.door.StreamRefusal;
import io.ringcast.relay.door.StreamRefusedException;
import io.ringcast.relay.ingest.Place;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.ingest.IngestEar;
import io.ringcast.signaling.ingest.IngestPlace;
import io.ringcast.signaling.ingest.IngestPlaces;
import io.ringcast.signaling.ingest.IngestRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Publishers at this process's RTMP port, in the rooms of this process. */
public final class PublishersHere implements PublisherRooms {
  private final IngestPlaces places;
  private final InstantSource clock;

  /** @param clock tells how long tokens are good */
  public PublishersHere(IngestPlaces places, InstantSource clock) {
    this.places = places;
    this.clock = clock;
  }

  @Override
  public Place enter(StreamAddress stream, String from, Place.Ear ear) throws StreamRefusedException {
    String token = stream.token();
    if (token == null) {
      throw new StreamRefusedException(StreamRefusal.NO_TOKEN, "Publish to live/ROOM?token=TOKEN, or with a room token as stream key.");
    }
    try {
      IngestPlace place = places.enter(token, roomId(stream), stream.tag(), new Hearing(ear));
      return new Taken(place, Duration.between(clock.instant(), place.expiresAt()).toNanos());
    } catch (IngestRefusedException e) {
      throw new StreamRefusedException(refusal(e.reason()), e.detail());
    }
  }

  private static StreamRefusal refusal(IngestRefusedException.Cause cause) {
    return switch (cause) {
      case BAD_TOKEN -> StreamRefusal.BAD_TOKEN;
      case NOT_ALLOWED -> StreamRefusal.NOT_ALLOWED;
      case BANNED -> StreamRefusal.BANNED;
      case BAD_TAG -> StreamRefusal.BAD_NAME;
      case ROOM -> StreamRefusal.ROOM_REFUSED;
    };
  }

  /** The room that is named; null for the token's. */
  private static @Nullable String roomId(StreamAddress stream) throws StreamRefusedException {
    return switch (stream.path().size()) {
      case 0 -> null;
      case 1 -> stream.path().getFirst();
      default -> throw new StreamRefusedException(StreamRefusal.BAD_NAME, "Publish to live/ROOM; a token names its app itself.");
    };
  }

  private record Hearing(Place.Ear ear) implements IngestEar {
    @Override
    public void onMuted(MediaKind kind, boolean muted) {
      ear.onMuted(kind, muted);
    }

    @Override
    public void onRemoved() {
      ear.onRemoved();
    }
  }

  private record Taken(IngestPlace place, long validNs) implements Place {
    @Override
    public MediaRoom media() {
      return place.media();
    }

    @Override
    public String streamId() {
      return place.streamId();
    }

    @Override
    public boolean publish(PublicationSpec spec) {
      return place.publish(spec);
    }

    @Override
    public void leave() {
      place.leave();
    }
  }
}
