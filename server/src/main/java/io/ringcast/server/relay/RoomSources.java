package io.ringcast.server.relay;

import io.ringcast.relay.live.LiveRefusal;
import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.Source;
import io.ringcast.relay.live.Sources;
import io.ringcast.relay.live.StreamName;
import io.ringcast.relay.source.PublishedSource;
import io.ringcast.relay.source.Tracks;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.live.LiveEar;
import io.ringcast.signaling.live.LivePlace;
import io.ringcast.signaling.live.LivePlaces;
import io.ringcast.signaling.live.LiveTracks;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What rooms of this process publish, as sources of live streams. */
public final class RoomSources implements Sources {
  private final LivePlaces places;
  private final LongSupplier clockNs;

  /** @param clockNs the media plane's: {@code System::nanoTime} */
  public RoomSources(LivePlaces places, LongSupplier clockNs) {
    this.places = places;
    this.clockNs = clockNs;
  }

  @Override
  public Source open(StreamName name) throws LiveRefusedException {
    Seat seat = new Seat(clockNs.getAsLong());
    try {
      LivePlaces.Taken taken = places.take(new RoomKey(name.appId(), name.roomId()), name.streamId(), seat)
        .orElseThrow(() -> notLive(name));
      seat.place = taken.place();
      require(taken, name);
      return seat.source;
    } catch (RoomRefusedException e) {
      throw new LiveRefusedException(LiveRefusal.BUSY, e.detail());
    }
  }

  private static void require(LivePlaces.Taken taken, StreamName name) throws LiveRefusedException {
    LiveRefusedException refused = refusal(taken.tracks(), name);
    if (refused != null) {
      taken.place().leave();
      throw refused;
    }
  }

  private static @Nullable LiveRefusedException refusal(LiveTracks tracks, StreamName name) {
    PublicationSpec video = tracks.video();
    if (tracks.streamId() == null) {
      return notLive(name);
    }
    if (tracks.encrypted()) {
      return new LiveRefusedException(LiveRefusal.ENCRYPTED,
        "Stream " + tracks.streamId() + " is encrypted end to end: publish without that what is to be a live stream.");
    }
    if (video != null && video.codec().codec() != Codec.H264) {
      return new LiveRefusedException(LiveRefusal.CODEC_NOT_RELAYED, "Stream " + tracks.streamId() + " is sent in "
        + video.codec().codec().encodingName() + ", and live streams carry H264: publish in that, or start the room's mix.");
    }
    return null;
  }

  private static LiveRefusedException notLive(StreamName name) {
    String what = name.streamId() == null ? "Nobody publishes in room " : "Stream " + name.streamId() + " is not published in room ";
    return new LiveRefusedException(LiveRefusal.NOT_LIVE, what + name.roomId() + " now: try again later.");
  }

  /** Tells a source what it is made of, and the room when it ends. */
  private static final class Seat implements LiveEar {
    private final PublishedSource source;
    private volatile @Nullable LivePlace place;

    Seat(long nowNs) {
      source = new PublishedSource(nowNs, this::leave);
    }

    @Override
    public void onTracks(MediaRoom media, LiveTracks tracks) {
      source.follow(new Tracks(media, tracks.audio(), tracks.video(), tracks.encrypted()));
    }

    @Override
    public void onOver() {
      source.leave();
    }

    private void leave() {
      LivePlace taken = place;
      if (taken != null) {
        taken.leave();
      }
    }
  }
}
