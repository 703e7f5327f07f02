package io.ringcast.relay.source;

import io.ringcast.mixer.audio.Concealment;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.relay.media.AacConfig;

/**
 * One sound without holes, encoded once for everybody: what is missing is made up and fades. Timestamps are those of RTP, moved by what its
 * two codecs delay the sound. Owned by one thread.
 */
final class AacVoice implements AutoCloseable {
  private static final int SAMPLE_RATE = 48_000;
  private static final int CHANNELS = 2;
  /** A decoder gives each sound out so much later than its packet says: libopus's look-ahead, RFC 7845 section 4.2 calls it pre-skip. */
  static final int PRE_SKIP = 312;
  /** A longer hole is none: timestamps have begun anew. */
  private static final int HOLE_MAX = 10 * SAMPLE_RATE;
  /** Sounds that are so late are silence: muted, or not sent while nobody speaks. */
  private static final int LATE = SAMPLE_RATE / 2;
  /** So far behind silence is made, that what comes then is not too late. */
  private static final int BEHIND = SAMPLE_RATE / 4;
  private static final int PIECE = 960;

  private final AudioEncoder encoder;
  private final AacConfig config;
  private final Concealment concealment = new Concealment();
  private final float[] madeUp = new float[PIECE * CHANNELS];
  /** The timestamp of the first sample that was encoded, were there no jumps since. */
  private long base;
  private long encoded;
  private boolean begun;

  /** Takes what was encoded. */
  @FunctionalInterface
  interface Out {
    void frame(AacConfig config, long timestamp, byte[] data);
  }

  /** Frees the encoder when it is closed. */
  AacVoice(AudioEncoder encoder) {
    this.encoder = encoder;
    byte[] header = encoder.header();
    AacConfig read = AacConfig.read(header, 0, header.length);
    config = read == null ? AacConfig.lowComplexity(SAMPLE_RATE, CHANNELS) : read;
  }

  /** Begins at this timestamp, before anything is said: until the first word there is silence. */
  void begin(long timestamp) {
    base = timestamp - encoded;
    begun = true;
  }

  /** Whether it has begun. */
  boolean begun() {
    return begun;
  }

  /** Says what was decoded out of the packet of this timestamp. */
  void say(long timestamp, float[] samples, int frames, Out out) {
    long hole = begun ? timestamp - next() : 0;
    if (!begun || Math.abs(hole) > HOLE_MAX) {
      begin(timestamp);
      hole = 0;
    }
    if (hole > 0) {
      makeUp(hole, out);
    }
    int over = (int) Math.min(Math.max(0, -hole), frames);
    concealment.onDecoded(samples, frames);
    if (over > 0) {
      System.arraycopy(samples, over * CHANNELS, samples, 0, (frames - over) * CHANNELS);
    }
    encode(samples, frames - over, out);
  }

  /** Nothing came though it is this time now. */
  void keepSilence(long nowTimestamp, Out out) {
    long late = begun ? nowTimestamp - next() : 0;
    if (late > LATE && late < HOLE_MAX) {
      makeUp(late - BEHIND, out);
    }
  }

  private long next() {
    return base + encoded;
  }

  private void makeUp(long frames, Out out) {
    for (long left = frames; left > 0; left -= PIECE) {
      int piece = (int) Math.min(left, PIECE);
      concealment.makeUp(madeUp, piece);
      encode(madeUp, piece, out);
    }
  }

  private void encode(float[] samples, int frames, Out out) {
    encoded += frames;
    encoder.encode(samples, frames, frame -> give(frame, out));
  }

  /** An encoder's first frame is of the time before its first sample: AAC's own delay is in its numbers. */
  private void give(EncodedFrame frame, Out out) {
    out.frame(config, base + frame.pts() - PRE_SKIP, frame.data());
  }

  @Override
  public void close() {
    encoder.close();
  }
}
