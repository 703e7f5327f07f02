package io.ringcast.sfu.wire.sctp;

import io.ringcast.sfu.wire.BigEndian;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The message that opens a data channel (DATA_CHANNEL_OPEN): RFC 8832 section 5.1.
 *
 * <pre>
 * |  message type | channel type  |           priority            |
 * |                     reliability parameter                     |
 * |         label length          |        protocol length        |
 * |                 label ... protocol ...                        |
 * </pre>
 *
 * @param channelType one of those below, with or without {@link #UNORDERED}
 * @param reliability how often a message is repeated, or for how many milliseconds, as the type says
 */
public record ChannelOpen(int channelType, int priority, long reliability, String label, String protocol) {
  /** Payload protocol identifiers: RFC 8831 section 8. */
  public static final int PPID_CONTROL = 50;
  public static final int PPID_STRING = 51;
  public static final int PPID_BINARY = 53;
  public static final int PPID_STRING_EMPTY = 56;
  public static final int PPID_BINARY_EMPTY = 57;

  public static final int RELIABLE = 0;
  public static final int LIMITED_RETRANSMITS = 1;
  public static final int LIMITED_LIFETIME = 2;
  public static final int UNORDERED = 0x80;

  public static final int ACK_TYPE = 2;
  public static final int OPEN_TYPE = 3;

  /** Longer labels and protocols are refused: they cost memory for as long as the channel lives, and SDKs use a few bytes. */
  public static final int MAX_NAME_BYTES = 1_024;

  private static final int FIXED_SIZE = 12;
  private static final int PRIORITY_OFFSET = 2;
  private static final int RELIABILITY_OFFSET = 4;
  private static final int LABEL_LENGTH_OFFSET = 8;
  private static final int PROTOCOL_LENGTH_OFFSET = 10;

  /** Reads a whole message; null when it is none, has an unknown channel type or names that are too long. */
  public static @Nullable ChannelOpen read(byte[] bytes) {
    if (bytes.length < FIXED_SIZE || bytes[0] != OPEN_TYPE) {
      return null;
    }
    int labelLength = BigEndian.u16(bytes, LABEL_LENGTH_OFFSET);
    int protocolLength = BigEndian.u16(bytes, PROTOCOL_LENGTH_OFFSET);
    int type = BigEndian.u8(bytes, 1);
    boolean lengthsFit = FIXED_SIZE + labelLength + protocolLength == bytes.length
      && labelLength <= MAX_NAME_BYTES && protocolLength <= MAX_NAME_BYTES;
    if (!lengthsFit || (type & ~UNORDERED) > LIMITED_LIFETIME) {
      return null;
    }
    String label = new String(bytes, FIXED_SIZE, labelLength, StandardCharsets.UTF_8);
    String protocol = new String(bytes, FIXED_SIZE + labelLength, protocolLength, StandardCharsets.UTF_8);
    return new ChannelOpen(type, BigEndian.u16(bytes, PRIORITY_OFFSET), BigEndian.u32(bytes, RELIABILITY_OFFSET), label, protocol);
  }

  public byte[] write() {
    byte[] labelBytes = label.getBytes(StandardCharsets.UTF_8);
    byte[] protocolBytes = protocol.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[FIXED_SIZE + labelBytes.length + protocolBytes.length];
    bytes[0] = OPEN_TYPE;
    bytes[1] = (byte) channelType;
    BigEndian.put16(bytes, PRIORITY_OFFSET, priority);
    BigEndian.put32(bytes, RELIABILITY_OFFSET, (int) reliability);
    BigEndian.put16(bytes, LABEL_LENGTH_OFFSET, labelBytes.length);
    BigEndian.put16(bytes, PROTOCOL_LENGTH_OFFSET, protocolBytes.length);
    System.arraycopy(labelBytes, 0, bytes, FIXED_SIZE, labelBytes.length);
    System.arraycopy(protocolBytes, 0, bytes, FIXED_SIZE + labelBytes.length, protocolBytes.length);
    return bytes;
  }

  /** The answer to it (DATA_CHANNEL_ACK). */
  public static byte[] ack() {
    return new byte[] {ACK_TYPE};
  }

  /** Pion, on which LiveKit's clients in Go stand, sends three more bytes than section 5.2 has. */
  public static boolean isAck(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == ACK_TYPE;
  }
}
