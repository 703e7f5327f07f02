package io.ringcast.signaling.ingest;

import io.ringcast.sfu.api.MediaKind;

/** What a room tells somebody whose media come from outside; called on the room's queue, to which one returns at once. */
public interface IngestEar {
  /** Nothing of this track is to get through, or everything again. */
  void onMuted(MediaKind kind, boolean muted);

  /** It is out of the room, or publishes nothing any more. */
  void onRemoved();
}
