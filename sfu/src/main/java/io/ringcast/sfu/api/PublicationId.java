package io.ringcast.sfu.api;

/** One published track, unique in its room: {@code streamId_0} for audio, {@code streamId_1} for video. Never parsed. */
public record PublicationId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
