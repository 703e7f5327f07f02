package io.ringcast.relay.door;

import io.ringcast.relay.push.PushReason;

/** One connection of a push. On the sockets' thread; after it was closed, or has told its loss, it tells nothing. */
interface PushConnection {
  /** What becomes of it. */
  interface Ear {
    void onPublishing();

    void onLost(PushReason reason);
  }

  /** Bytes of media that went out. */
  long sentBytes();

  /** Ends it, in order where it can. */
  void close();
}
