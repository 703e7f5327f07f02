package io.ringcast.sfu.sim;

import java.util.Locale;

/** An invariant that did not hold. */
final class Broken extends AssertionError {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("AnnotateFormatMethod")
  Broken(String format, Object... args) {
    super(String.format(Locale.ROOT, format, args));
  }
}
