package io.ringcast.sfu.congestion;

/** What is wrong with a peer's feedback; each is counted, and what it says is not believed. */
public enum FeedbackFault {
  /** More messages in a second than any receiver has reason to send; the message is not read. */
  TOO_MANY,
  /** Packets that have not been sent. */
  NEVER_SENT,
  /** Packets of so long ago that they are forgotten. */
  FORGOTTEN,
  /** The receiver's clock stood still, ran backwards or leapt; the message is not believed. */
  CLOCK_LEAPT,
  MALFORMED
}
