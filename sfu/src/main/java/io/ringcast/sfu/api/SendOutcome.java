package io.ringcast.sfu.api;

/** What became of a message that was to be sent on a data channel. */
public enum SendOutcome {
  /** Taken; it leaves as soon as the network and the peer let it. */
  TAKEN,
  /** The channel is closing or closed. */
  CHANNEL_CLOSED,
  /** Longer than the peer said it takes. */
  TOO_LARGE,
  /** Too much waits for this peer; the listener hears when there is room again. */
  BUFFER_FULL
}
