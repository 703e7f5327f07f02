package io.ringcast.signaling.ingest;

import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.session.Stream;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A participant whose media the server itself publishes, having taken them from outside. Its public methods are for threads that wait. */
public final class IngestPlace implements Seat, RoomMedia {
  private final RoomHost host;
  private final String tag;
  private final Instant expiresAt;
  private final IngestEar ear;
  private @Nullable Participant self;

  IngestPlace(RoomHost host, String tag, Instant expiresAt, IngestEar ear) {
    this.host = host;
    this.tag = tag;
    this.expiresAt = expiresAt;
    this.ear = ear;
  }

  void sit(Participant joined) {
    self = joined;
  }

  Participant self() {
    return Objects.requireNonNull(self);
  }

  /** Waits until its coming is durable; one whose coming cannot be written leaves. */
  IngestPlace written() throws IngestRefusedException {
    if (!host.written().join()) {
      leave();
      throw new IngestRefusedException(IngestRefusedException.Cause.ROOM, "What happens cannot be written down now: try again.");
    }
    return this;
  }

  public MediaRoom media() {
    return host.media();
  }

  /** Until then its token lets it publish. */
  public Instant expiresAt() {
    return expiresAt;
  }

  public String streamId() {
    return Stream.idOf(self().userId(), tag);
  }

  /** Shows a track that is fed to the media plane; false when the room will not have it. */
  public boolean publish(PublicationSpec spec) {
    try {
      return host.ask(room -> {
        try {
          if (room.ended() || self().left()) {
            return false;
          }
          room.live(room.announce(self(), TrackDetails.plain(spec.kind()).called(tag), false, host.nowMs()), spec);
          return true;
        } catch (RoomRefusedException e) {
          room.counters().onRefused(e.refusal());
          return false;
        }
      }).join();
    } catch (CompletionException e) {
      return false;
    }
  }

  /** Leaves soon. */
  public void leave() {
    host.tell(() -> host.room().leave(self(), LeaveReason.LEFT, host.nowMs()));
  }

  @Override
  public void mute(Publication own, boolean muted) {
    ear.onMuted(own.kind(), muted);
  }

  @Override
  public void onUnpublished(Publication own) {
    if (own.owner().publications().isEmpty()) {
      ear.onRemoved();
    }
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    ear.onRemoved();
  }
}
