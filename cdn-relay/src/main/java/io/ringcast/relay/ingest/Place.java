package io.ringcast.relay.ingest;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;

/** A publisher's place in its room; any thread may call, and waits. */
public interface Place {
  /** What the room tells the publisher, on any thread. */
  interface Ear {
    /** Nothing of this track is to get through, or everything again. */
    void onMuted(MediaKind kind, boolean muted);

    /** It is out of the room. */
    void onRemoved();
  }

  MediaRoom media();

  /** What its stream is called. */
  String streamId();

  /** How long from its taking it may be kept. */
  default long validNs() {
    return Long.MAX_VALUE;
  }

  /** Shows a track that is fed from now on; false when the room will not have it. */
  boolean publish(PublicationSpec spec);

  void leave();
}
