package io.ringcast.relay.media;

import io.ringcast.sfu.wire.BitReader;
import io.ringcast.sfu.wire.BitWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an AAC decoder needs: the AudioSpecificConfig of ISO/IEC 14496-3 section 1.6.2.1, and what it says.
 *
 * <pre>
 * | object type (5) | frequency index (4) | [frequency (24) when index = 15] | channels (4) | frame length flag (1) | ...
 * </pre>
 */
public final class AacConfig {
  /** More than any encoder writes, extensions and a channel layout of its own included. */
  public static final int MAX_BYTES = 64;
  private static final int[] RATES_HZ = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350};
  /** Channels of each channel configuration; 0 is a layout written out behind, 7 has eight. */
  private static final int[] CHANNELS = {2, 1, 2, 3, 4, 5, 6, 8};
  private static final int LOW_COMPLEXITY = 2;
  private static final int ESCAPED_TYPE = 31;
  private static final int ESCAPED_RATE = 15;
  private static final int MAX_RATE_HZ = 96_000;
  private static final int MIN_RATE_HZ = 7_350;
  private static final int FRAME_SAMPLES = 1_024;
  private static final int SHORT_FRAME_SAMPLES = 960;

  private final byte[] bytes;
  private final int sampleRateHz;
  private final int channels;
  private final int frameSamples;

  private AacConfig(byte[] bytes, int sampleRateHz, int channels, int frameSamples) {
    this.bytes = bytes;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.frameSamples = frameSamples;
  }

  /** The configuration of an AAC-LC encoder; the rate is one of the standard's thirteen. */
  public static AacConfig lowComplexity(int sampleRateHz, int channels) {
    int index = rateIndex(sampleRateHz);
    if (index < 0 || channels < 1 || channels > 6) {
      throw new IllegalArgumentException("AAC knows no " + channels + " channels at " + sampleRateHz + " Hz");
    }
    byte[] bytes = new byte[2];
    BitWriter bits = new BitWriter();
    bits.wrap(bytes, 0, bytes.length);
    bits.put(LOW_COMPLEXITY, 5);
    bits.put(index, 4);
    bits.put(channels, 4);
    return new AacConfig(bytes, sampleRateHz, channels, FRAME_SAMPLES);
  }

  /** Reads one; null when it is cut short, too long or names no rate or channels. */
  public static @Nullable AacConfig read(byte[] source, int offset, int length) {
    if (length > MAX_BYTES) {
      return null;
    }
    BitReader bits = new BitReader(source, offset, length);
    if (bits.read(5) == ESCAPED_TYPE) {
      bits.skip(6);
    }
    int index = bits.read(4);
    int rate = index == ESCAPED_RATE ? bits.read(24) : index < RATES_HZ.length ? RATES_HZ[index] : 0;
    int layout = bits.read(4);
    boolean shortFrames = bits.flag();
    if (bits.exhausted() || rate < MIN_RATE_HZ || rate > MAX_RATE_HZ || layout >= CHANNELS.length) {
      return null;
    }
    byte[] kept = Arrays.copyOfRange(source, offset, offset + length);
    return new AacConfig(kept, rate, CHANNELS[layout], shortFrames ? SHORT_FRAME_SAMPLES : FRAME_SAMPLES);
  }

  private static int rateIndex(int sampleRateHz) {
    for (int i = 0; i < RATES_HZ.length; i++) {
      if (RATES_HZ[i] == sampleRateHz) {
        return i;
      }
    }
    return -1;
  }

  /** The AudioSpecificConfig; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  public int sampleRateHz() {
    return sampleRateHz;
  }

  public int channels() {
    return channels;
  }

  /** Samples of one channel in each frame. */
  public int frameSamples() {
    return frameSamples;
  }

  /** How long one frame sounds, rounded down. */
  public long frameUs() {
    return frameSamples * 1_000_000L / sampleRateHz;
  }

  /** RFC 6381's name for it, as playlists carry it; low complexity where it is not said in five bits. */
  public String codecName() {
    int type = (bytes[0] & 0xFF) >> 3;
    return "mp4a.40." + (type == ESCAPED_TYPE ? LOW_COMPLEXITY : type);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AacConfig config && Arrays.equals(bytes, config.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "AAC " + sampleRateHz + " Hz, " + channels + " channels";
  }
}
