package io.ringcast.mixer.codec;

import java.io.Serial;

/** A decoder or encoder that this build of FFmpeg does not have, or that cannot be opened so. */
public final class CodecException extends Exception {
  @Serial
  private static final long serialVersionUID = 1;

  CodecException(String message) {
    super(message);
  }
}
