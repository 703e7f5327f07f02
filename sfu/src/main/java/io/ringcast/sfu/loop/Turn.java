package io.ringcast.sfu.loop;

/** What a loop does once it has read a batch: its part of a turn. Called on the loop's thread with one reading of the clock. */
public interface Turn {
  /** Fires timers, then moves on what the batch brought. */
  void endTurn(long nowNs);

  /** When the next turn is due even if nothing arrives, or {@link Long#MAX_VALUE}. */
  long nextTurnNs();
}
