package io.ringcast.relay.flv;

import io.ringcast.sfu.wire.BigEndian;

/**
 * Tags in a stream of bytes: FLV specification 10.1, annexes E.2 to E.4.
 *
 * <pre>
 * file | 'F' 'L' 'V' | 1 | 00000 audio 0 video | 9 (32) | 0 (32) |
 * tag  | type (8) | size (24) | timestamp in ms, low 24 bits | its high 8 bits | 0 (24) | body | 11 + size (32) |
 * </pre>
 */
public final class FlvWriter {
  static final int FILE_HEADER = 9;
  static final int TAG_HEADER = 11;
  /** The size of the tag before, which stands behind each tag and behind the file's header. */
  static final int BACK_POINTER = 4;
  static final int AUDIO_FLAG = 4;
  static final int VIDEO_FLAG = 1;

  private FlvWriter() {}

  /** What a file begins with; players wait for what it announces. */
  public static byte[] header(boolean audio, boolean video) {
    int flags = (audio ? AUDIO_FLAG : 0) | (video ? VIDEO_FLAG : 0);
    return new byte[] {'F', 'L', 'V', 1, (byte) flags, 0, 0, 0, FILE_HEADER, 0, 0, 0, 0};
  }

  public static byte[] tag(FlvTag tag) {
    int size = tag.body().length;
    byte[] bytes = new byte[TAG_HEADER + size + BACK_POINTER];
    bytes[0] = (byte) tag.type();
    BigEndian.put24(bytes, 1, size);
    BigEndian.put24(bytes, 4, tag.timestampMs());
    bytes[7] = (byte) (tag.timestampMs() >> 24);
    System.arraycopy(tag.body(), 0, bytes, TAG_HEADER, size);
    BigEndian.put32(bytes, TAG_HEADER + size, TAG_HEADER + size);
    return bytes;
  }
}
