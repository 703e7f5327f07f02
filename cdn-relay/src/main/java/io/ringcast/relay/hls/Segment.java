package io.ringcast.relay.hls;

import java.util.ArrayList;
import java.util.List;

/** One segment and its parts; the last one of a stream grows. */
final class Segment {
  /** A piece of a segment that can be fetched by itself. */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(long durationUs, boolean independent, byte[] bytes) {}

  final long sequence;
  final int init;
  final boolean discontinuity;
  final long startUs;
  final List<Part> parts = new ArrayList<>();
  private long durationUs;
  private boolean whole;

  Segment(long sequence, int init, boolean discontinuity, long startUs) {
    this.sequence = sequence;
    this.init = init;
    this.discontinuity = discontinuity;
    this.startUs = startUs;
  }

  void add(Part part) {
    parts.add(part);
    durationUs += part.durationUs();
  }

  void finish() {
    whole = true;
  }

  boolean whole() {
    return whole;
  }

  long durationUs() {
    return durationUs;
  }

  /** What its parts hold, one behind the other. */
  List<byte[]> pieces() {
    return parts.stream().map(Part::bytes).toList();
  }

  long bytes() {
    return parts.stream().mapToLong(part -> part.bytes().length).sum();
  }
}
