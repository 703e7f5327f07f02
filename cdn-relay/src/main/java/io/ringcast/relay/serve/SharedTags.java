package io.ringcast.relay.serve;

import io.ringcast.relay.flv.FlvWriter;
import io.ringcast.relay.flv.TagSequence;
import io.ringcast.relay.media.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;

/** The newest frames of a live stream as FLV has them, written once for all its players. Owned by the stream's thread. */
final class SharedTags {
  /** Two groups of pictures and their sounds; for who is further behind a tag is written anew. */
  private static final int KEPT = 512;

  private final IdentityHashMap<Frame, byte[]> tags = new IdentityHashMap<>();
  private final Deque<Frame> order = new ArrayDeque<>();

  byte[] of(Frame frame) {
    byte[] known = tags.get(frame);
    if (known != null) {
      return known;
    }
    byte[] written = FlvWriter.tag(TagSequence.tag(frame));
    tags.put(frame, written);
    order.add(frame);
    if (order.size() > KEPT) {
      tags.remove(order.remove());
    }
    return written;
  }
}
