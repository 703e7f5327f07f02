package io.ringcast.mixer.job;

import io.ringcast.mixer.audio.AudioFormat;
import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;

/**
 * The sound of a mix, encoded. Each packet has the timestamp of what its decoder gives first, which the encoder's look-ahead puts before
 * what it took in last. Owned by the mix's thread.
 */
final class MixedSound implements AutoCloseable {
  private AudioEncoder encoder;
  private int bitrateBps;
  /** The frame of the mix's time line that the encoder counts from. */
  private long originFrames;

  /** @param blocks how many blocks the mix's time line has behind it */
  MixedSound(MixConfig config, long blocks) throws CodecException {
    bitrateBps = config.audioBitrateBps();
    encoder = new AudioEncoder(AudioCodec.OPUS, bitrateBps);
    originFrames = blocks * AudioFormat.BLOCK_FRAMES;
  }

  /** Another encoder, where another is asked for. */
  final class Change {
    private final int nextBps;
    private final AudioEncoder next;

    private Change(int nextBps) throws CodecException {
      this.nextBps = nextBps;
      next = nextBps == bitrateBps ? encoder : new AudioEncoder(AudioCodec.OPUS, nextBps);
    }

    void make(long blocks) {
      if (next != encoder) {
        encoder.close();
        encoder = next;
        bitrateBps = nextBps;
        originFrames = blocks * AudioFormat.BLOCK_FRAMES;
      }
    }

    void abandon() {
      if (next != encoder) {
        next.close();
      }
    }
  }

  Change prepare(MixConfig config) throws CodecException {
    return new Change(config.audioBitrateBps());
  }

  void encode(float[] block, MixOutput output) {
    encoder.encode(block, AudioFormat.BLOCK_FRAMES, packet -> output.onAudio(packet, originFrames + packet.pts()));
  }

  /** So many blocks of the time line are left out. */
  void skip(long blocks) {
    originFrames += blocks * AudioFormat.BLOCK_FRAMES;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
