package io.ringcast.sfu.loop;

import java.util.Arrays;

/**
 * What one peer is to get in one go: runs of several publications, each with the receiver it is for. Filled and emptied within a turn, so
 * that what the peer gets is written, protected and handed to the socket back to back.
 */
public final class Bundle {
  private static final RunSink[] NOBODY = {};
  private static final Run[] NOTHING = {};
  private static final int FEW = 4;

  /** Made with the first run: most peers only ever get video. */
  private RunSink[] sinks = NOBODY;
  private Run[] runs = NOTHING;
  private int size;

  public boolean isEmpty() {
    return size == 0;
  }

  public void add(RunSink sink, Run run) {
    if (size == sinks.length) {
      int room = Math.max(FEW, 2 * size);
      sinks = Arrays.copyOf(sinks, room);
      runs = Arrays.copyOf(runs, room);
    }
    sinks[size] = sink;
    runs[size] = run;
    size++;
  }

  /** Hands the runs to their receivers, in the order in which they were added, and forgets them. */
  public void serve(long nowNs) {
    try {
      for (int i = 0; i < size; i++) {
        sinks[i].onRun(runs[i], nowNs);
      }
    } finally {
      Arrays.fill(sinks, 0, size, null);
      Arrays.fill(runs, 0, size, null);
      size = 0;
    }
  }
}
