package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.loop.CrossRing;
import java.util.ArrayList;
import java.util.List;

/** The feeds of one loop. */
public final class FeedTable {
  private final Shard shard;
  private final List<FeedLink> feeds = new ArrayList<>();

  FeedTable(Shard shard) {
    this.shard = shard;
  }

  /** Opens a feed whose packets come through {@code ring}. */
  public void open(PublicationRef publication, Feed feed, CrossRing ring, long nowNs) {
    feeds.add(new FeedLink(shard, publication, feed, ring, nowNs));
  }

  /** What the feed's clock says of a timestamp of one of its streams. */
  public void report(long publicationKey, int stream, long ntp, int rtpTimestamp, long nowNs) {
    for (FeedLink feed : feeds) {
      if (feed.publication().key() == publicationKey) {
        feed.report(stream, ntp, rtpTimestamp, nowNs);
      }
    }
  }

  public void close(long publicationKey, long nowNs) {
    for (FeedLink feed : List.copyOf(feeds)) {
      if (feed.publication().key() == publicationKey) {
        feeds.remove(feed);
        feed.close(nowNs);
      }
    }
  }

  boolean hasFed() {
    for (FeedLink feed : feeds) {
      if (feed.hasFed()) {
        return true;
      }
    }
    return false;
  }

  public int size() {
    return feeds.size();
  }

  void takeFed(long nowNs) {
    for (FeedLink feed : feeds) {
      feed.takeFed(nowNs);
    }
  }

  void closeAll(long nowNs) {
    for (FeedLink feed : feeds) {
      feed.close(nowNs);
    }
    feeds.clear();
  }
}
