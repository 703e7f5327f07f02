package io.ringcast.sfu.egress;

/** What turned one stretch of packets, from a switch to the next, into the subscriber's: enough to do the same to a retransmission. */
final class Epoch {
  private int stream;
  private int sourceSsrc;
  private long firstOutput;
  private int firstTimestamp;
  private int timestampOffset;
  private int tl0Delta;
  private int frameNumberDelta;

  void set(int stream, int sourceSsrc, long firstOutput) {
    this.stream = stream;
    this.sourceSsrc = sourceSsrc;
    this.firstOutput = firstOutput;
  }

  /** Notes the subscriber's timestamp of its first packet. */
  void begins(int firstTimestamp) {
    this.firstTimestamp = firstTimestamp;
  }

  void distances(int timestampOffset, int tl0Delta, int frameNumberDelta) {
    this.frameNumberDelta = frameNumberDelta;
    this.timestampOffset = timestampOffset;
    this.tl0Delta = tl0Delta;
  }

  int stream() {
    return stream;
  }

  int sourceSsrc() {
    return sourceSsrc;
  }

  /** The first extended sequence number of this epoch. */
  long firstOutput() {
    return firstOutput;
  }

  int firstTimestamp() {
    return firstTimestamp;
  }

  int timestampOffset() {
    return timestampOffset;
  }

  int tl0Delta() {
    return tl0Delta;
  }

  int frameNumberDelta() {
    return frameNumberDelta;
  }
}
