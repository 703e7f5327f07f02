package io.ringcast.sfu.wire;

/** The client-to-mixer audio level extension, one byte: RFC 6464 section 3. */
public final class AudioLevel {
  public static final String URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
  public static final int SIZE = 1;
  /** -dBov of silence, the lowest level that can be told. */
  public static final int SILENCE = 127;
  private static final int VOICE_BIT = 0x80;

  private AudioLevel() {}

  /** -dBov: 0 is the loudest, 127 silence; -1 when the element is empty. */
  public static int level(byte[] bytes, int offset, int length) {
    return length < SIZE ? -1 : bytes[offset] & SILENCE;
  }

  public static boolean voice(byte[] bytes, int offset, int length) {
    return length >= SIZE && (bytes[offset] & VOICE_BIT) != 0;
  }

  public static int value(int level, boolean voice) {
    return Math.clamp(level, 0, SILENCE) | (voice ? VOICE_BIT : 0);
  }
}
