package io.ringcast.sfu.loop;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.ExtensionIds;
import org.jspecify.annotations.Nullable;

/** What a subscription may ask of its publication on this loop: implemented by the replica. */
public interface MediaSource {
  /** The layers as they are known on this loop. */
  LayerSet layers();

  Codec codec();

  /** The header extension ids in the publisher's packets. */
  ExtensionIds extensions();

  /** A recent packet for retransmission, still owned by the store; null when it is gone. */
  @Nullable Packet stored(int stream, long extendedSequence);

  void requestKeyframe(int stream, long nowNs);

  /** A subscription wants another layer than before: demand is merged over all subscriptions again. */
  void demandChanged(long nowNs);
}
