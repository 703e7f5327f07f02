package io.ringcast.sfu.sim;

import java.util.ArrayDeque;
import java.util.Locale;

/** The last things that happened, for whoever reads a failure; switched off it costs nothing. */
final class Trace {
  private final int lines;
  private final VirtualTime time;
  private final ArrayDeque<String> kept = new ArrayDeque<>();

  /** @param lines how many are kept, 0 for none */
  Trace(int lines, VirtualTime time) {
    this.lines = lines;
    this.time = time;
  }

  boolean isOn() {
    return lines > 0;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  void add(String format, Object... args) {
    if (isOn()) {
      if (kept.size() == lines) {
        kept.removeFirst();
      }
      kept.addLast(String.format(Locale.ROOT, "%11.6f  ", time.nowNs() / 1e9) + String.format(Locale.ROOT, format, args));
    }
  }

  @Override
  public String toString() {
    return String.join(System.lineSeparator(), kept);
  }
}
