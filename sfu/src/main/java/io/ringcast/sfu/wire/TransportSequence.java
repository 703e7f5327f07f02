package io.ringcast.sfu.wire;

/** The transport-wide sequence number extension, two bytes: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2. */
public final class TransportSequence {
  public static final String URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
  public static final int SIZE = 2;

  private TransportSequence() {}

  /** 0 to 65535; -1 when the element has another size. */
  public static int sequence(byte[] bytes, int offset, int length) {
    return length == SIZE ? BigEndian.u16(bytes, offset) : -1;
  }
}
