package io.ringcast.relay.media;

/** One raw AAC frame without ADTS header. */
@SuppressWarnings("ArrayRecordComponent")
public record AudioFrame(AacConfig config, long timeUs, byte[] data) implements Frame {
  @Override
  public boolean startsDecoding() {
    return true;
  }
}
