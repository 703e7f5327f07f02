package io.ringcast.sfu.loop;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.ExtensionIds;
import org.jspecify.annotations.Nullable;

/** What a subscription may ask of its publication on this loop: implemented by the replica. */
public interface MediaSource {
  /** How many layers there are; index 0 is the lowest. */
  int layerCount();

  LayerState layer(int index);

  Codec codec();

  /** The header extension ids in the publisher's packets. */
  ExtensionIds extensions();

  /** A recent packet for retransmission, still owned by the store; null when it is gone. */
  @Nullable Packet stored(int layer, long extendedSequence);

  void requestKeyframe(int layer, long nowNs);

  /** A subscription wants another layer than before: demand is merged over all subscriptions again. */
  void demandChanged(long nowNs);
}
