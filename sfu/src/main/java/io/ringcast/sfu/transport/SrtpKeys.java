package io.ringcast.sfu.transport;

/** The master keys and salts that DTLS exported for one transport (RFC 5764 section 4.2), by direction. Never logged. */
@SuppressWarnings("ArrayRecordComponent")
public record SrtpKeys(SrtpProfile profile, byte[] inboundKey, byte[] inboundSalt, byte[] outboundKey, byte[] outboundSalt) {
  @Override
  public String toString() {
    return "SrtpKeys[" + profile + ']';
  }
}
