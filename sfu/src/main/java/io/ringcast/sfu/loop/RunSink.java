package io.ringcast.sfu.loop;

import org.jspecify.annotations.Nullable;

/** One of a replica's receivers: a subscription, a tap, or the crossing to another loop. */
public interface RunSink {
  void onRun(Run run, long nowNs);

  /** What its peer gets of all publications in one go; null for one that has nothing in common with others. */
  default @Nullable Bundle bundle() {
    return null;
  }

  /** Whether it takes packets to another loop, which serves receivers of its own and so waits for nothing here. */
  default boolean carriesOn() {
    return false;
  }

  /** The source's state of one layer changed, or how many there are. */
  void onLayerState(int layer, long nowNs);

  /** The layers this receiver needs packets of now, one bit an index. */
  int demandedLayers();

  /** The publication ended; nothing follows. */
  void onEnd(long nowNs);
}
