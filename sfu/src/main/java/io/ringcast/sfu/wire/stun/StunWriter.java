package io.ringcast.sfu.wire.stun;

import io.ringcast.sfu.wire.BigEndian;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * Builds one STUN message (RFC 8489) in a caller's array: begin, attributes, integrity, fingerprint, {@link #length}. An attribute that
 * does not fit, or is longer than its reader takes, spoils the whole message, and its length is then 0. Reusable, owned by one thread.
 */
public final class StunWriter {
  private final CRC32 crc = new CRC32();
  private byte[] bytes = new byte[0];
  private int offset;
  private int position;
  private int limit;
  private boolean overflowed;

  /** Starts a message; nothing is written at or behind the index {@code limit}. */
  public StunWriter begin(byte[] bytes, int offset, int limit, StunClass messageClass, int method, byte[] transactionId, int idOffset) {
    this.bytes = bytes;
    this.offset = offset;
    this.limit = Math.min(limit, bytes.length);
    position = offset + Stun.HEADER_SIZE;
    overflowed = position > this.limit;
    if (!overflowed) {
      BigEndian.put16(bytes, offset, typeOf(messageClass, method));
      BigEndian.put16(bytes, offset + Stun.LENGTH_OFFSET, 0);
      BigEndian.put32(bytes, offset + Stun.COOKIE_OFFSET, Stun.MAGIC_COOKIE);
      System.arraycopy(transactionId, idOffset, bytes, offset + Stun.TRANSACTION_ID_OFFSET, Stun.TRANSACTION_ID_SIZE);
    }
    return this;
  }

  /** Starts the success or error answer to a request, which must stand in another array or elsewhere in this one. */
  public StunWriter beginAnswer(byte[] bytes, int offset, int limit, StunClass messageClass, StunMessage request) {
    return begin(bytes, offset, limit, messageClass, request.method(), request.bytes(), request.transactionIdOffset());
  }

  /** Starts a binding request with this transaction id of 12 bytes. */
  public StunWriter beginBindingRequest(byte[] bytes, int offset, int limit, byte[] transactionId) {
    return begin(bytes, offset, limit, StunClass.REQUEST, Stun.BINDING, transactionId, 0);
  }

  /** At most 508 bytes of UTF-8. */
  public StunWriter username(String username) {
    return text(Stun.USERNAME, username, Stun.USERNAME_MAX_SIZE);
  }

  public StunWriter software(String software) {
    return text(Stun.SOFTWARE, software, Stun.SOFTWARE_MAX_SIZE);
  }

  public StunWriter priority(long priority) {
    int value = attribute(Stun.PRIORITY, Integer.BYTES);
    if (!overflowed) {
      BigEndian.put32(bytes, value, (int) priority);
    }
    return this;
  }

  public StunWriter useCandidate() {
    attribute(Stun.USE_CANDIDATE, 0);
    return this;
  }

  public StunWriter iceControlling(long tieBreaker) {
    return number(Stun.ICE_CONTROLLING, tieBreaker);
  }

  public StunWriter iceControlled(long tieBreaker) {
    return number(Stun.ICE_CONTROLLED, tieBreaker);
  }

  /** The resolved address the request came from (RFC 8489 section 14.2). */
  public StunWriter xorMappedAddress(InetSocketAddress address) {
    byte[] ip = address.getAddress().getAddress();
    int value = attribute(Stun.XOR_MAPPED_ADDRESS, 4 + ip.length);
    if (!overflowed) {
      BigEndian.put8(bytes, value, 0);
      BigEndian.put8(bytes, value + 1, ip.length == 4 ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6);
      BigEndian.put16(bytes, value + 2, address.getPort() ^ (Stun.MAGIC_COOKIE >>> 16));
      for (int i = 0; i < ip.length; i++) {
        bytes[value + 4 + i] = (byte) (ip[i] ^ bytes[offset + Stun.COOKIE_OFFSET + i]);
      }
    }
    return this;
  }

  public StunWriter errorCode(int code, String reason) {
    byte[] phrase = reason.getBytes(StandardCharsets.UTF_8);
    int value = attribute(Stun.ERROR_CODE, 4 + phrase.length);
    if (!overflowed) {
      BigEndian.put16(bytes, value, 0);
      BigEndian.put8(bytes, value + 2, code / 100);
      BigEndian.put8(bytes, value + 3, code % 100);
      System.arraycopy(phrase, 0, bytes, value + 4, phrase.length);
    }
    return this;
  }

  /** Names the attributes of the request that were not understood. */
  public StunWriter unknownAttributes(StunMessage request) {
    int count = request.unknownAttributeCount();
    int value = attribute(Stun.UNKNOWN_ATTRIBUTES, 2 * count);
    for (int i = 0; i < count && !overflowed; i++) {
      BigEndian.put16(bytes, value + 2 * i, request.unknownAttribute(i));
    }
    return this;
  }

  /** Appends MESSAGE-INTEGRITY under the key that the HMAC-SHA1 instance was initialised with. */
  public StunWriter integrity(Mac mac) {
    int value = attribute(Stun.MESSAGE_INTEGRITY, Stun.INTEGRITY_SIZE);
    if (!overflowed) {
      StunMessage.updateWithLength(mac, bytes, offset, value - Stun.ATTRIBUTE_HEADER_SIZE);
      try {
        mac.doFinal(bytes, value);
      } catch (ShortBufferException e) {
        throw new IllegalArgumentException("MESSAGE-INTEGRITY needs HMAC-SHA1", e);
      }
    }
    return this;
  }

  /** Appends FINGERPRINT, which must be the last attribute. */
  public StunWriter fingerprint() {
    int value = attribute(Stun.FINGERPRINT, Stun.FINGERPRINT_SIZE);
    if (!overflowed) {
      crc.reset();
      crc.update(bytes, offset, value - Stun.ATTRIBUTE_HEADER_SIZE - offset);
      BigEndian.put32(bytes, value, (int) crc.getValue() ^ Stun.FINGERPRINT_XOR);
    }
    return this;
  }

  /** Bytes of the message so far; 0 when something did not fit. */
  public int length() {
    return overflowed ? 0 : position - offset;
  }

  private StunWriter text(int type, String text, int maxSize) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    overflowed |= encoded.length > maxSize;
    int value = attribute(type, encoded.length);
    if (!overflowed) {
      System.arraycopy(encoded, 0, bytes, value, encoded.length);
    }
    return this;
  }

  private StunWriter number(int type, long number) {
    int value = attribute(type, Long.BYTES);
    if (!overflowed) {
      BigEndian.put64(bytes, value, number);
    }
    return this;
  }

  /** Writes an attribute's header and padding, updates the message's length, and tells where the value goes. */
  private int attribute(int type, int size) {
    int value = position + Stun.ATTRIBUTE_HEADER_SIZE;
    int end = value + Stun.padded(size);
    if (overflowed || end > limit) {
      overflowed = true;
      return value;
    }
    BigEndian.put16(bytes, position, type);
    BigEndian.put16(bytes, position + 2, size);
    for (int i = value + size; i < end; i++) {
      bytes[i] = 0;
    }
    position = end;
    BigEndian.put16(bytes, offset + Stun.LENGTH_OFFSET, position - offset - Stun.HEADER_SIZE);
    return value;
  }

  private static int typeOf(StunClass messageClass, int method) {
    int classBits = switch (messageClass) {
      case REQUEST -> 0x0000;
      case INDICATION -> 0x0010;
      case SUCCESS -> 0x0100;
      case ERROR -> 0x0110;
    };
    return classBits | (method & 0x000F) | ((method & 0x0070) << 1) | ((method & 0x0F80) << 2);
  }
}
