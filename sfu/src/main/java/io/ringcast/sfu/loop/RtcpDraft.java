package io.ringcast.sfu.loop;

import io.ringcast.sfu.wire.RtcpWriter;

/**
 * Where one RTCP compound is written before it is sent. Nothing in it outlives its sending, so all peers of a loop share one; used by the
 * loop's thread only.
 */
public final class RtcpDraft {
  /** Leaves room for SRTCP's trailer and the headers below within a 1,280-byte path. */
  public static final int CAPACITY = 1_200;

  private final byte[] bytes = new byte[CAPACITY];
  private final RtcpWriter writer = new RtcpWriter();

  /** Begins an empty compound. */
  public RtcpWriter begin() {
    writer.reset(bytes, 0, bytes.length);
    return writer;
  }

  /** The compound begun last. */
  public RtcpWriter writer() {
    return writer;
  }

  /** Sends what was written, if anything was. */
  public void send(RtcpSink sink, long nowNs) {
    if (writer.length() > 0) {
      sink.sendRtcp(bytes, 0, writer.length(), nowNs);
    }
  }
}
