package io.ringcast.sfu.wire.stun;

import io.ringcast.sfu.wire.BigEndian;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * A reusable view of one STUN message: RFC 8489 section 5.
 *
 * <pre>
 * |0 0|     message type (14)     |        message length         |
 * |                      magic cookie 0x2112A442                  |
 * |                     transaction id (12 bytes)                 |
 * |        attribute type         |       attribute length        |
 * |                  value, padded to 4 bytes ...                 |
 * </pre>
 *
 * <p>Of repeated attributes the first counts; behind MESSAGE-INTEGRITY only FINGERPRINT counts (section 14.5). Nothing here is to be
 * believed before {@link #verifyIntegrity} said so. Owned by one thread.
 */
public final class StunMessage {
  /** Unknown attributes remembered for the error answer; more are counted out. */
  public static final int MAX_UNKNOWN_ATTRIBUTES = 16;

  private static final int ABSENT = -1;

  private final int[] unknown = new int[MAX_UNKNOWN_ATTRIBUTES];
  private final byte[] digest = new byte[Stun.INTEGRITY_SIZE];
  private final CRC32 crc = new CRC32();
  private byte[] bytes = new byte[Stun.HEADER_SIZE];
  private int offset;
  private int length;
  private int unknownCount;
  private int username;
  private int integrity;
  private int fingerprint;
  private int priority;
  private int useCandidate;
  private int controlling;
  private int controlled;
  private int mappedAddress;
  private int errorCode;

  public StunMessage() {
    forgetAttributes();
  }

  /** Whether a datagram can be STUN (RFC 7983, RFC 8489 section 6.3): first two bits zero, cookie, a length that adds up. */
  public static boolean looksLikeStun(byte[] bytes, int offset, int length) {
    return length >= Stun.HEADER_SIZE
      && (bytes[offset] & 0xC0) == 0
      && BigEndian.i32(bytes, offset + Stun.COOKIE_OFFSET) == Stun.MAGIC_COOKIE
      && (length & 3) == 0
      && BigEndian.u16(bytes, offset + Stun.LENGTH_OFFSET) == length - Stun.HEADER_SIZE;
  }

  /** Points the view at a message; false when it is malformed, and the view then shows no attributes. */
  public boolean wrap(byte[] bytes, int offset, int length) {
    forgetAttributes();
    if (!looksLikeStun(bytes, offset, length)) {
      return false;
    }
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    if (!readAttributes()) {
      forgetAttributes();
      return false;
    }
    return true;
  }

  public StunClass messageClass() {
    int type = BigEndian.u16(bytes, offset);
    return switch (type & 0x0110) {
      case 0x0000 -> StunClass.REQUEST;
      case 0x0010 -> StunClass.INDICATION;
      case 0x0100 -> StunClass.SUCCESS;
      default -> StunClass.ERROR;
    };
  }

  public int method() {
    int type = BigEndian.u16(bytes, offset);
    return (type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2);
  }

  public boolean isBindingRequest() {
    return messageClass() == StunClass.REQUEST && method() == Stun.BINDING;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** Where the 12 bytes of the transaction id begin in {@link #bytes}. */
  public int transactionIdOffset() {
    return offset + Stun.TRANSACTION_ID_OFFSET;
  }

  public boolean hasUsername() {
    return username != ABSENT;
  }

  /** Where the username begins in {@link #bytes}; -1 without one. */
  public int usernameOffset() {
    return username;
  }

  public int usernameLength() {
    return hasUsername() ? sizeAt(username) : 0;
  }

  /** The username as a fresh string; null without one. */
  public @Nullable String username() {
    return hasUsername() ? new String(bytes, username, sizeAt(username), StandardCharsets.UTF_8) : null;
  }

  public boolean hasPriority() {
    return priority != ABSENT;
  }

  public long priority() {
    return hasPriority() ? BigEndian.u32(bytes, priority) : 0;
  }

  public boolean hasUseCandidate() {
    return useCandidate != ABSENT;
  }

  public boolean hasIceControlling() {
    return controlling != ABSENT;
  }

  public boolean hasIceControlled() {
    return controlled != ABSENT;
  }

  /** The tie-breaker of ICE-CONTROLLING or ICE-CONTROLLED; 0 without either. */
  public long tieBreaker() {
    if (hasIceControlling()) {
      return BigEndian.i64(bytes, controlling);
    }
    return hasIceControlled() ? BigEndian.i64(bytes, controlled) : 0;
  }

  /** The address in XOR-MAPPED-ADDRESS; null without one. */
  public @Nullable InetSocketAddress xorMappedAddress() {
    if (mappedAddress == ABSENT) {
      return null;
    }
    byte[] address = new byte[sizeAt(mappedAddress) - 4];
    for (int i = 0; i < address.length; i++) {
      address[i] = (byte) (bytes[mappedAddress + 4 + i] ^ bytes[offset + Stun.COOKIE_OFFSET + i]);
    }
    int port = BigEndian.u16(bytes, mappedAddress + 2) ^ (Stun.MAGIC_COOKIE >>> 16);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Addresses have 4 or 16 bytes here", e);
    }
  }

  /** The error code, as in 401; 0 without one. */
  public int errorCode() {
    return errorCode == ABSENT ? 0 : (bytes[errorCode + 2] & 7) * 100 + BigEndian.u8(bytes, errorCode + 3);
  }

  /** Attributes below 0x8000 that are not known here: a request that has them is answered by error 420 (section 6.3.1). */
  public int unknownAttributeCount() {
    return unknownCount;
  }

  public int unknownAttribute(int index) {
    return index >= 0 && index < unknownCount ? unknown[index] : 0;
  }

  public boolean hasIntegrity() {
    return integrity != ABSENT;
  }

  /**
   * Whether MESSAGE-INTEGRITY is the HMAC-SHA1, under the key that {@code mac} was initialised with, of everything before it, with the
   * header's length as if the message ended behind it (section 14.5).
   */
  public boolean verifyIntegrity(Mac mac) {
    if (!hasIntegrity() || mac.getMacLength() != Stun.INTEGRITY_SIZE) {
      return false;
    }
    updateWithLength(mac, bytes, offset, integrity - Stun.ATTRIBUTE_HEADER_SIZE);
    try {
      mac.doFinal(digest, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("The digest has the size of the MAC", e);
    }
    int difference = 0;
    for (int i = 0; i < Stun.INTEGRITY_SIZE; i++) {
      difference |= digest[i] ^ bytes[integrity + i];
    }
    return difference == 0;
  }

  public boolean hasFingerprint() {
    return fingerprint != ABSENT;
  }

  /** Whether FINGERPRINT is the last attribute and matches everything before it (section 14.7). */
  public boolean fingerprintValid() {
    if (!hasFingerprint() || fingerprint + Stun.FINGERPRINT_SIZE != offset + length) {
      return false;
    }
    crc.reset();
    crc.update(bytes, offset, fingerprint - Stun.ATTRIBUTE_HEADER_SIZE - offset);
    return BigEndian.i32(bytes, fingerprint) == ((int) crc.getValue() ^ Stun.FINGERPRINT_XOR);
  }

  /** Feeds the MAC with a message up to {@code end}, its length field counting an integrity attribute there as the last. */
  static void updateWithLength(Mac mac, byte[] bytes, int offset, int end) {
    int counted = end + Stun.ATTRIBUTE_HEADER_SIZE + Stun.INTEGRITY_SIZE - offset - Stun.HEADER_SIZE;
    mac.update(bytes, offset, Stun.LENGTH_OFFSET);
    mac.update((byte) (counted >> 8));
    mac.update((byte) counted);
    mac.update(bytes, offset + Stun.COOKIE_OFFSET, end - offset - Stun.COOKIE_OFFSET);
  }

  private boolean readAttributes() {
    int end = offset + length;
    int at = offset + Stun.HEADER_SIZE;
    while (at < end) {
      int type = BigEndian.u16(bytes, at);
      int size = BigEndian.u16(bytes, at + 2);
      int value = at + Stun.ATTRIBUTE_HEADER_SIZE;
      if (Stun.padded(size) > end - value) {
        return false;
      }
      boolean counts = !hasFingerprint() && (!hasIntegrity() || type == Stun.FINGERPRINT);
      if (counts && !(sizeFits(type, size, value) && remember(type, value))) {
        return false;
      }
      at = value + Stun.padded(size);
    }
    return true;
  }

  private boolean sizeFits(int type, int size, int value) {
    return switch (type) {
      case Stun.USERNAME -> size <= Stun.USERNAME_MAX_SIZE;
      case Stun.MESSAGE_INTEGRITY -> size == Stun.INTEGRITY_SIZE;
      case Stun.FINGERPRINT -> size == Stun.FINGERPRINT_SIZE;
      case Stun.PRIORITY -> size == Integer.BYTES;
      case Stun.USE_CANDIDATE -> size == 0;
      case Stun.ICE_CONTROLLING, Stun.ICE_CONTROLLED -> size == Long.BYTES;
      case Stun.ERROR_CODE -> size >= Integer.BYTES;
      case Stun.XOR_MAPPED_ADDRESS -> switch (size) {
        case Stun.IPV4_ATTRIBUTE_SIZE -> bytes[value + 1] == Stun.FAMILY_IPV4;
        case Stun.IPV6_ATTRIBUTE_SIZE -> bytes[value + 1] == Stun.FAMILY_IPV6;
        default -> false;
      };
      default -> true;
    };
  }

  /** Notes where an attribute's value stands; always true, so that it can stand in a condition. */
  private boolean remember(int type, int value) {
    switch (type) {
      case Stun.USERNAME -> username = first(username, value);
      case Stun.MESSAGE_INTEGRITY -> integrity = first(integrity, value);
      case Stun.FINGERPRINT -> fingerprint = first(fingerprint, value);
      case Stun.PRIORITY -> priority = first(priority, value);
      case Stun.USE_CANDIDATE -> useCandidate = first(useCandidate, value);
      case Stun.ICE_CONTROLLING -> controlling = first(controlling, value);
      case Stun.ICE_CONTROLLED -> controlled = first(controlled, value);
      case Stun.XOR_MAPPED_ADDRESS -> mappedAddress = first(mappedAddress, value);
      case Stun.ERROR_CODE -> errorCode = first(errorCode, value);
      case Stun.MAPPED_ADDRESS, Stun.UNKNOWN_ATTRIBUTES, Stun.REALM, Stun.NONCE, Stun.MESSAGE_INTEGRITY_SHA256,
        Stun.PASSWORD_ALGORITHM, Stun.USERHASH -> { }
      default -> noteUnknown(type);
    }
    return true;
  }

  private void noteUnknown(int type) {
    if (type < Stun.FIRST_OPTIONAL && unknownCount < MAX_UNKNOWN_ATTRIBUTES) {
      unknown[unknownCount] = type;
      unknownCount++;
    }
  }

  private int sizeAt(int value) {
    return BigEndian.u16(bytes, value - 2);
  }

  private static int first(int known, int value) {
    return known == ABSENT ? value : known;
  }

  private void forgetAttributes() {
    unknownCount = 0;
    username = ABSENT;
    integrity = ABSENT;
    fingerprint = ABSENT;
    priority = ABSENT;
    useCandidate = ABSENT;
    controlling = ABSENT;
    controlled = ABSENT;
    mappedAddress = ABSENT;
    errorCode = ABSENT;
  }
}
