package io.ringcast.sfu.support;

/** Real time that passed, for figures. */
public final class Stopwatch {
  private static final double NS_PER_S = 1e9;

  private final long startedNs = System.nanoTime();

  public double seconds() {
    return (System.nanoTime() - startedNs) / NS_PER_S;
  }
}
