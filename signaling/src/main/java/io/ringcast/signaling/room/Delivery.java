package io.ringcast.signaling.room;

/** How a data message travels. */
public enum Delivery {
  /** Arrives, and in order. */
  RELIABLE,
  /** Sent once: what is late or lost is of no use any more. */
  LOSSY
}
