package io.ringcast.sfu.egress;

/** What turned one stretch of packets, from a switch to the next, into the subscriber's: enough to do the same to a retransmission. */
final class Epoch {
  private int layer;
  private int sourceSsrc;
  private long firstOutput;
  private int timestampOffset;
  private int pictureIdDelta;
  private int tl0Delta;

  void set(int layer, int sourceSsrc, long firstOutput) {
    this.layer = layer;
    this.sourceSsrc = sourceSsrc;
    this.firstOutput = firstOutput;
  }

  void distances(int timestampOffset, int pictureIdDelta, int tl0Delta) {
    this.timestampOffset = timestampOffset;
    this.pictureIdDelta = pictureIdDelta;
    this.tl0Delta = tl0Delta;
  }

  int layer() {
    return layer;
  }

  int sourceSsrc() {
    return sourceSsrc;
  }

  /** The first extended sequence number of this epoch. */
  long firstOutput() {
    return firstOutput;
  }

  int timestampOffset() {
    return timestampOffset;
  }

  int pictureIdDelta() {
    return pictureIdDelta;
  }

  int tl0Delta() {
    return tl0Delta;
  }
}
