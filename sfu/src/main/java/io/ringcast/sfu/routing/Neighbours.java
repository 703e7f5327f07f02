package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.CrossRing;

/** How one shard reaches the others. */
public interface Neighbours {
  /** Posts a command to another shard's mailbox; a full mailbox drops it, which is logged. */
  void tell(int shard, Command command);

  /** Makes another shard look into its inbound rings. */
  void wake(int shard);

  /** What one shard asks of another; runs on the other's loop. */
  @FunctionalInterface
  interface Command {
    void run(Shard shard, long nowNs);
  }

  /** The ring from one shard to another, made at first use. */
  default CrossRing openRing(int from, int to) {
    CrossRing ring = new CrossRing();
    tell(to, (shard, nowNs) -> shard.addInbound(from, ring));
    return ring;
  }
}
