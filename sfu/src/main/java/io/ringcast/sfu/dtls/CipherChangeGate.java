package io.ringcast.sfu.dtls;

import io.ringcast.sfu.wire.BigEndian;
import java.util.BitSet;

/**
 * Holds a client's ChangeCipherSpec back until its CertificateVerify, the last plaintext message before it, has come whole.
 *
 * <p>BouncyCastle takes a ChangeCipherSpec as soon as it has keys and from then on refuses plaintext records, so a CertificateVerify that
 * was lost or reordered could never be repeated and the handshake would end in its time-out. Held back, the ChangeCipherSpec counts as
 * lost: the client repeats it with the rest of its flight. Records are those of RFC 6347 section 4.1, messages of section 4.2.2.
 */
final class CipherChangeGate {
  private static final int RECORD_HEADER = 13;
  private static final int EPOCH_AT = 3;
  private static final int RECORD_LENGTH_AT = 11;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;

  private static final int MESSAGE_HEADER = 12;
  private static final int MESSAGE_LENGTH_AT = 1;
  private static final int FRAGMENT_OFFSET_AT = 6;
  private static final int FRAGMENT_LENGTH_AT = 9;
  private static final int CERTIFICATE_VERIFY = 15;
  /** A signature of the largest RSA key in use takes a quarter of it. */
  private static final int MAX_CERTIFICATE_VERIFY = 2_048;

  private final BitSet verified = new BitSet();
  private boolean open;

  /** How many bytes of this datagram may be read now: all of it, or what comes before a ChangeCipherSpec that is too early. */
  int admitted(byte[] datagram, int length) {
    int at = 0;
    while (!open && length - at >= RECORD_HEADER && BigEndian.u16(datagram, at + EPOCH_AT) == 0) {
      int type = BigEndian.u8(datagram, at);
      if (type == CHANGE_CIPHER_SPEC) {
        return at;
      }
      int end = Math.min(length, at + RECORD_HEADER + BigEndian.u16(datagram, at + RECORD_LENGTH_AT));
      if (type == HANDSHAKE) {
        readMessages(datagram, at + RECORD_HEADER, end);
      }
      at = end;
    }
    return length;
  }

  private void readMessages(byte[] bytes, int from, int end) {
    int at = from;
    while (end - at >= MESSAGE_HEADER) {
      int fragment = BigEndian.u24(bytes, at + FRAGMENT_LENGTH_AT);
      if (end - at - MESSAGE_HEADER < fragment) {
        return;
      }
      if (BigEndian.u8(bytes, at) == CERTIFICATE_VERIFY) {
        int offset = BigEndian.u24(bytes, at + FRAGMENT_OFFSET_AT);
        onFragment(BigEndian.u24(bytes, at + MESSAGE_LENGTH_AT), offset, offset + fragment);
      }
      at += MESSAGE_HEADER + fragment;
    }
  }

  private void onFragment(int length, int from, int to) {
    if (length <= MAX_CERTIFICATE_VERIFY && to <= length) {
      verified.set(from, to);
      open = verified.nextClearBit(0) >= length;
    }
  }
}
