package io.ringcast.relay.flv;

/** One tag: FLV specification 10.1, annex E.4.1. RTMP uses the same types for its messages. */
@SuppressWarnings("ArrayRecordComponent")
public record FlvTag(int type, int timestampMs, byte[] body) {
  public static final int AUDIO = 8;
  public static final int VIDEO = 9;
  public static final int SCRIPT = 18;
}
