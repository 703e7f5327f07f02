package io.ringcast.mixer.live;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A room that fails so many times when a picture of the mix is offered to it, or when a stream is tapped. */
final class FrailRoom implements MediaRoom {
  final AtomicInteger failures = new AtomicInteger();
  /** What cannot be tapped. */
  volatile String untappable = "";
  private final MediaRoom room;

  FrailRoom(MediaRoom room) {
    this.room = room;
  }

  @Override
  public TapHandle tap(PublicationId publication, Tap tap) {
    if (publication.value().equals(untappable)) {
      throw new IllegalStateException("as the test wants");
    }
    return room.tap(publication, tap);
  }

  @Override
  public RoomKey key() {
    return room.key();
  }

  @Override
  public Peer connect() {
    return room.connect();
  }

  @Override
  public FeedHandle feed(PublicationSpec spec, Feed feed) {
    FeedHandle handle = room.feed(spec, feed);
    return new FeedHandle() {
      @Override
      public boolean offer(Layer layer, byte[] bytes, int offset, int length) {
        if (spec.id().value().equals("mix_main_1") && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new IllegalStateException("as the test wants");
        }
        return handle.offer(layer, bytes, offset, length);
      }

      @Override
      public void report(Layer layer, long ntp, int rtpTimestamp) {
        handle.report(layer, ntp, rtpTimestamp);
      }

      @Override
      public void close() {
        handle.close();
      }
    };
  }

  @Override
  public Loan lend(PublicationId publication, MediaRoom borrower, PublicationId nameThere) {
    return room.lend(publication, borrower, nameThere);
  }

  @Override
  public CompletableFuture<RoomReport> report() {
    return room.report();
  }

  @Override
  public void close() {
    room.close();
  }
}
