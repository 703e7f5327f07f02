package io.ringcast.client.stage;

import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.Loan;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A room in which time goes as it is told: tracks play to taps, feeds reach the taps of what they publish, and nobody connects. A tap
 * changes a track's layer at a keyframe only, as in the media plane; of a feed it gets the layer that it wants. Used by one thread.
 */
public final class StageRoom implements MediaRoom {
  private final RoomKey key;
  private final Map<PublicationId, StageTrack> tracks = new LinkedHashMap<>();
  private final Map<PublicationId, Feed> feeds = new LinkedHashMap<>();
  private final List<Seat> seats = new ArrayList<>();
  private long nowNs;

  public StageRoom(RoomKey key) {
    this.key = key;
  }

  /** Publishes a track that plays from {@code startNs} on; what it captures arrives {@code delayNs} later. */
  public StageTrack publish(PublicationSpec spec, Map<Layer, Clip> clips, long startNs, long delayNs) {
    StageTrack track = new StageTrack(this, spec, clips, startNs, delayNs);
    tracks.put(spec.id(), track);
    return track;
  }

  /** Ends a track; its taps hear of it. */
  public void end(StageTrack track) {
    tracks.remove(track.spec().id());
    for (Seat seat : List.copyOf(seats)) {
      if (seat.id.equals(track.spec().id())) {
        seats.remove(seat);
        seat.tap.onEnd();
      }
    }
  }

  /** Lets arrive everything that is due by then. */
  public void play(long untilNs) {
    nowNs = untilNs;
    tracks.values().forEach(track -> track.play(untilNs));
  }

  /** When the next packet arrives. */
  public long nextNs() {
    return tracks.values().stream().mapToLong(StageTrack::nextNs).min().orElse(Long.MAX_VALUE);
  }

  void deliver(PublicationId id, Layer layer, byte[] bytes, int length, long arrivalNs, boolean entry) {
    for (Seat seat : List.copyOf(seats)) {
      if (seat.id.equals(id) && seat.takes(layer, entry)) {
        seat.tap.onPacket(layer, bytes, 0, length, arrivalNs);
      }
    }
  }

  void report(PublicationId id, Layer layer, long ntp, int rtpTimestamp) {
    for (Seat seat : List.copyOf(seats)) {
      if (seat.id.equals(id) && layer == seat.current) {
        seat.tap.onSenderReport(layer, ntp, rtpTimestamp);
      }
    }
  }

  /** One tap's place. */
  private final class Seat implements TapHandle {
    private final PublicationId id;
    private final Tap tap;
    private Layer wanted = Layer.BIG;
    private @Nullable Layer current;

    Seat(PublicationId id, Tap tap) {
      this.id = id;
      this.tap = tap;
    }

    boolean takes(Layer layer, boolean entry) {
      StageTrack track = tracks.get(id);
      Layer target = track == null || track.has(wanted) ? wanted : Layer.BIG;
      if (layer == target && layer != current && entry) {
        current = layer;
      }
      return layer == current;
    }

    @Override
    public void want(Layer layer) {
      if (layer != wanted) {
        wanted = layer;
        tellDemand(id);
        requestKeyframe();
      }
    }

    @Override
    public void requestKeyframe() {
      StageTrack track = tracks.get(id);
      Feed feed = feeds.get(id);
      if (track != null) {
        track.requestKeyframe(track.has(wanted) ? wanted : Layer.BIG);
      } else if (feed != null) {
        feed.onKeyframeRequested(wanted);
      }
    }

    @Override
    public void close() {
      seats.remove(this);
      tellDemand(id);
    }
  }

  @Override
  public RoomKey key() {
    return key;
  }

  @Override
  public TapHandle tap(PublicationId publication, Tap tap) {
    Seat seat = new Seat(publication, tap);
    seats.add(seat);
    tellDemand(publication);
    seat.requestKeyframe();
    return seat;
  }

  private void tellDemand(PublicationId id) {
    Feed feed = feeds.get(id);
    if (feed != null) {
      for (Layer layer : Layer.values()) {
        feed.onDemand(layer, seats.stream().anyMatch(seat -> seat.id.equals(id) && seat.wanted == layer));
      }
    }
  }

  @Override
  public FeedHandle feed(PublicationSpec spec, Feed feed) {
    feeds.put(spec.id(), feed);
    tellDemand(spec.id());
    return new FeedHandle() {
      @Override
      public boolean offer(Layer layer, byte[] bytes, int offset, int length) {
        for (Seat seat : List.copyOf(seats)) {
          if (seat.id.equals(spec.id()) && seat.wanted == layer) {
            seat.tap.onPacket(layer, bytes, offset, length, nowNs);
          }
        }
        return true;
      }

      @Override
      public void report(Layer layer, long ntp, int rtpTimestamp) {
        for (Seat seat : List.copyOf(seats)) {
          if (seat.id.equals(spec.id()) && seat.wanted == layer) {
            seat.tap.onSenderReport(layer, ntp, rtpTimestamp);
          }
        }
      }

      @Override
      public void close() {
        feeds.remove(spec.id());
      }
    };
  }

  @Override
  public Peer connect() {
    throw new UnsupportedOperationException("nobody connects to a stage");
  }

  @Override
  public Loan lend(PublicationId publication, MediaRoom borrower, PublicationId nameThere) {
    throw new UnsupportedOperationException("a stage lends nothing");
  }

  @Override
  public CompletableFuture<RoomReport> report() {
    return CompletableFuture.completedFuture(new RoomReport(key, List.of()));
  }

  @Override
  public void close() {
    seats.clear();
    tracks.clear();
    feeds.clear();
  }
}
