package io.ringcast.mixer.codec;

/** What sound is encoded to, with the frames of each of its packets. */
public enum AudioCodec {
  /** For rooms: 20 ms. */
  OPUS("libopus", 960),
  /** For streams. */
  AAC("aac", 1_024);

  private final String encoder;
  private final int framesPerPacket;

  AudioCodec(String encoder, int framesPerPacket) {
    this.encoder = encoder;
    this.framesPerPacket = framesPerPacket;
  }

  String encoder() {
    return encoder;
  }

  public int framesPerPacket() {
    return framesPerPacket;
  }
}
