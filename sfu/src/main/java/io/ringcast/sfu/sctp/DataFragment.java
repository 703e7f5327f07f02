package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import java.util.Arrays;

/** What one DATA chunk carries. */
@SuppressWarnings("ArrayRecordComponent")
record DataFragment(long tsn, int stream, int ssn, int ppid, int flags, byte[] payload) {
  /** What keeping a fragment costs beside its bytes, so that many short ones fill the window too. */
  static final int OVERHEAD_BYTES = 96;

  /** Copies it out of the reader's current chunk. */
  static DataFragment read(SctpReader data, long tsn) {
    int from = data.payloadOffset();
    byte[] payload = Arrays.copyOfRange(data.bytes(), from, from + data.payloadLength());
    boolean unordered = data.has(Sctp.UNORDERED);
    return new DataFragment(tsn, data.stream(), unordered ? 0 : data.ssn(), data.ppid(), data.flags(), payload);
  }

  boolean begins() {
    return (flags & Sctp.BEGIN) != 0;
  }

  boolean ends() {
    return (flags & Sctp.END) != 0;
  }

  boolean unordered() {
    return (flags & Sctp.UNORDERED) != 0;
  }
}
