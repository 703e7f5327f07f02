package io.ringcast.relay.push;

/** Why a push is not running. */
public enum PushReason {
  /** The URL cannot be read. */
  BAD_URL(true),
  /** The address lies where pushes may not go. */
  FORBIDDEN_ADDRESS(true),
  UNKNOWN_HOST(false),
  UNREACHABLE(false),
  /** The certificate of an RTMPS server is not believed. */
  UNTRUSTED(true),
  /** The other side said nothing for too long. */
  TIMEOUT(false),
  /** It does not speak the protocol, or broke it. */
  PROTOCOL(false),
  /** It would not have the stream. A server that has not noticed a lost connection says so too, so it is tried again. */
  REFUSED(false),
  /** It closed the connection, or ended the stream. */
  CLOSED_BY_PEER(false),
  /** It takes less than the stream brings. */
  TOO_SLOW(false),
  /** The stream ended. */
  SOURCE_ENDED(true),
  /** Somebody stopped it. */
  STOPPED(true);

  private final boolean lasting;

  PushReason(boolean lasting) {
    this.lasting = lasting;
  }

  /** Whether trying again cannot help. */
  public boolean lasting() {
    return lasting;
  }
}
