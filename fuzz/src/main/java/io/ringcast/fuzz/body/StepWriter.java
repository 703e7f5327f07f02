package io.ringcast.fuzz.body;

import java.io.ByteArrayOutputStream;

/** Writes what {@link Steps} reads, for seeds. */
final class StepWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  StepWriter u8(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  StepWriter slice(byte[] bytes) {
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
