package io.ringcast.fuzz.body;

/** What must hold whatever the input is. */
final class Invariant {
  private Invariant() {}

  static void holds(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
