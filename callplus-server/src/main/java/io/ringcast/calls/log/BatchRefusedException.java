package io.ringcast.calls.log;

import java.io.Serial;

/** A batch that is not written, and never will be. */
final class BatchRefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  BatchRefusedException(String why) {
    super(why, null, false, false);
  }
}
