package io.ringcast.bench;

import java.util.Locale;

/**
 * What the server held at one moment.
 *
 * @param heapBytes live objects: used heap just after a collection
 * @param directBytes direct buffers, Netty's included
 * @param files open file descriptors
 * @param packets pooled packets in use
 */
record SoakSample(String when, int peers, long heapBytes, long directBytes, int files, int threads, int timers, int packets,
  long packetsOut) {
  private static final double BYTES_PER_MB = 1_000_000.0;

  String text() {
    return String.format(Locale.ROOT,
      "%-10s  peers %3d  heap %6.1f MB  direct %6.1f MB  files %4d  threads %3d  timers %4d  packets %5d  out %d",
      when, peers, heapBytes / BYTES_PER_MB, directBytes / BYTES_PER_MB, files, threads, timers, packets, packetsOut);
  }

  String json() {
    return String.format(Locale.ROOT, "{\"when\": \"%s\", \"peers\": %d, \"heapBytes\": %d, \"directBytes\": %d, \"files\": %d, "
      + "\"threads\": %d, \"timers\": %d, \"packets\": %d, \"packetsOut\": %d}",
      when, peers, heapBytes, directBytes, files, threads, timers, packets, packetsOut);
  }
}
