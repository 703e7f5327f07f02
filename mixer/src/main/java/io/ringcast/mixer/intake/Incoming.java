package io.ringcast.mixer.intake;

/**
 * One packet's content, taken out of the tap's bytes.
 *
 * @param sequence extended to 64 bits
 * @param timestamp extended to 64 bits
 * @param payload empty for a number that brings nothing
 * @param turns {@link VideoFrame#turns}, or {@link #UNTOLD}
 */
@SuppressWarnings("ArrayRecordComponent")
record Incoming(long sequence, long timestamp, boolean marker, byte[] payload, long arrivalNs, int turns) {
  static final int UNTOLD = -1;

  Incoming(long sequence, long timestamp, boolean marker, byte[] payload, long arrivalNs) {
    this(sequence, timestamp, marker, payload, arrivalNs, UNTOLD);
  }
}
