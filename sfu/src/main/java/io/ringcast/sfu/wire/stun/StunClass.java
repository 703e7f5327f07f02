package io.ringcast.sfu.wire.stun;

/** The four classes of STUN messages: RFC 8489 section 5. */
public enum StunClass {
  REQUEST, INDICATION, SUCCESS, ERROR
}
