package io.ringcast.mixer.intake;

/**
 * What is decoded next.
 *
 * @param data one packet of Opus; empty where one was lost and must be concealed
 * @param timestamp of RTP, extended to 64 bits
 */
@SuppressWarnings("ArrayRecordComponent")
public record AudioPacket(byte[] data, long timestamp, long arrivalNs) {
  public boolean isLost() {
    return data.length == 0;
  }
}
