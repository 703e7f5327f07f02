package io.ringcast.mixer.live;

import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
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

/** A room that fails so many times when a picture is tapped. */
final class FrailRoom implements MediaRoom {
  final AtomicInteger failures = new AtomicInteger();
  private final MediaRoom room;

  FrailRoom(MediaRoom room) {
    this.room = room;
  }

  @Override
  public TapHandle tap(PublicationId publication, Tap tap) {
    if (publication.value().endsWith("_1") && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
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
    return room.feed(spec, feed);
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
