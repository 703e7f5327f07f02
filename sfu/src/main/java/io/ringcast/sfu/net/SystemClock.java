package io.ringcast.sfu.net;

/** The one place where the media plane reads the time. */
final class SystemClock {
  private SystemClock() {}

  static long nowNs() {
    return System.nanoTime();
  }
}
