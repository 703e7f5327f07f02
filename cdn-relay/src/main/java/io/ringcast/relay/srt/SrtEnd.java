package io.ringcast.relay.srt;

/** Why an SRT connection is over. */
public enum SrtEnd {
  /** Nothing was heard from the other side: with UDP a port where nobody listens says as little as a machine that is gone. */
  TIMEOUT,
  /** The other side would not have it: another passphrase, or none; an id it does not know. */
  REFUSED,
  /** The other side closed, or was not heard for 5 s. */
  LOST,
  /** It takes less than the stream brings. */
  TOO_SLOW,
  /** This process has no SRT, or what was asked of it made no sense. */
  UNAVAILABLE
}
