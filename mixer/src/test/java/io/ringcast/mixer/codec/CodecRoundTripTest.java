package io.ringcast.mixer.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.picture.Color;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Pixels;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.sfu.api.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is encoded is what is decoded, and what is not a stream harms nobody. */
class CodecRoundTripTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;
  private static final int GROUND = 0x203040;
  private static final int PATCH = 0xE0A020;

  private static VideoFormat format(Codec codec) {
    return new VideoFormat(codec, WIDTH, HEIGHT, 30, 500_000, 0);
  }

  private static Picture patched(int at) {
    Picture picture = Pixels.plain(WIDTH, HEIGHT, GROUND);
    picture.fill(new Rect(at, 60, 40, 40), Color.ofRgb(PATCH));
    return picture;
  }

  private static List<EncodedFrame> encoded(Codec codec, int frames) throws CodecException {
    List<EncodedFrame> stream = new ArrayList<>();
    try (VideoEncoder encoder = new VideoEncoder(format(codec))) {
      for (int i = 0; i < frames; i++) {
        try (Picture picture = patched(4 * i)) {
          EncodedFrame frame = encoder.encode(picture, i, i == 5);
          assertThat(frame).as("frame %d: one in, one out", i).isNotNull();
          stream.add(frame);
        }
      }
    }
    return stream;
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = {"H264", "VP8"})
  void videoComesBack(Codec codec) throws CodecException {
    List<EncodedFrame> stream = encoded(codec, 12);
    for (int i = 0; i < stream.size(); i++) {
      assertThat(stream.get(i).keyframe()).as("frame %d", i).isEqualTo(i == 0 || i == 5);
      assertThat(stream.get(i).pts()).isEqualTo(i);
    }
    try (VideoDecoder decoder = new VideoDecoder(codec)) {
      for (int i = 0; i < stream.size(); i++) {
        byte[] data = stream.get(i).data();
        assertThat(decoder.decode(data, data.length, i)).as("frame %d", i).isEqualTo(DecodeOutcome.FRAME);
        assertShowsPatch(decoder, 4 * i);
      }
      assertThat(decoder.pictures()).isEqualTo(stream.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"VP9, libvpx-vp9", "AV1, libaom-av1"})
  void whatOnlyPublishersSendIsDecoded(Codec codec, String encoderName) throws CodecException {
    try (CodecHandle encoder = CodecHandle.encoder(encoderName);
        VideoDecoder decoder = new VideoDecoder(codec);
        Picture picture = patched(100)) {
      VideoEncoder.configure(encoder.context(), format(codec));
      encoder.open(Map.of("lag-in-frames", "0", "cpu-used", "8", codec == Codec.VP9 ? "deadline" : "usage", "realtime"));
      EncodedFrame frame = VideoEncoder.encode(encoder, picture, 0, true);
      assertThat(frame).isNotNull();
      assertThat(decoder.decode(frame.data(), frame.data().length, 0)).isEqualTo(DecodeOutcome.FRAME);
      assertShowsPatch(decoder, 100);
    }
  }

  private static void assertShowsPatch(VideoDecoder decoder, int at) {
    assertThat(decoder.frame().width()).isEqualTo(WIDTH);
    try (Scaler scaler = new Scaler(); Picture seen = Picture.of(WIDTH, HEIGHT)) {
      assertThat(scaler.scale(decoder.frame(), new Rect(0, 0, WIDTH, HEIGHT), seen)).isTrue();
      assertThat(Pixels.distance(Pixels.rgb(seen, at + 20, 80), PATCH)).isLessThan(24);
      assertThat(Pixels.distance(Pixels.rgb(seen, 300, 20), GROUND)).isLessThan(24);
    }
  }

  @Test
  void anEncoderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new VideoEncoder(format(Codec.AV1))).isInstanceOf(CodecException.class).hasMessageContaining("AV1");
    assertThatThrownBy(() -> new VideoDecoder(Codec.H265)).isInstanceOf(CodecException.class).hasMessageContaining("H265");
    assertThatThrownBy(() -> CodecHandle.encoder("none")).isInstanceOf(CodecException.class).hasMessageContaining("none");
  }

  /** Bits turned over, frames cut short, noise: the decoder says so or shows something, and goes on with the next keyframe. */
  @ParameterizedTest
  @EnumSource(value = Codec.class, names = {"H264", "VP8", "VP9", "AV1"})
  void corruptStreamsHarmNobody(Codec codec) throws CodecException {
    boolean encodes = codec == Codec.H264 || codec == Codec.VP8;
    List<EncodedFrame> stream = encoded(encodes ? codec : Codec.VP8, 8);
    for (int seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      try (VideoDecoder decoder = new VideoDecoder(codec)) {
        for (EncodedFrame frame : stream) {
          byte[] data = frame.data().clone();
          for (int flips = random.nextInt(20); flips > 0; flips--) {
            data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
          }
          decoder.decode(data, 1 + random.nextInt(data.length), frame.pts());
        }
        assertThat(decoder.decode(new byte[0], 0, 0)).isEqualTo(DecodeOutcome.CORRUPT);
        if (encodes) {
          EncodedFrame keyframe = stream.getFirst();
          DecodeOutcome outcome = decoder.decode(keyframe.data(), keyframe.data().length, 100);
          outcome = outcome == DecodeOutcome.FRAME ? outcome : decoder.decode(keyframe.data(), keyframe.data().length, 101);
          assertThat(outcome).as("seed %d", seed).isEqualTo(DecodeOutcome.FRAME);
        }
      }
    }
  }

  @Test
  void opusComesBack() throws CodecException {
    List<EncodedFrame> packets = new ArrayList<>();
    try (AudioEncoder encoder = new AudioEncoder(AudioCodec.OPUS, 64_000); OpusDecoder decoder = new OpusDecoder()) {
      for (int block = 0; block < 100; block++) {
        encoder.encode(sine(block * 480L), 480, packets::add);
      }
      assertThat(packets).hasSizeBetween(49, 50);
      double power = 0;
      for (EncodedFrame packet : packets) {
        assertThat(decoder.decode(packet.data(), 0, packet.data().length)).isEqualTo(960);
        power = energy(decoder.samples(), 960);
      }
      assertThat(power).isCloseTo(0.25 * 0.5, within(0.02));
      assertThat(decoder.decode(new byte[0], 0, 0)).isZero();
      assertThat(decoder.decode(new byte[] {0x03, 0x00}, 0, 2)).isZero();
    }
  }

  @Test
  void aacHasAHeaderAndPackets() throws CodecException {
    List<EncodedFrame> packets = new ArrayList<>();
    try (AudioEncoder encoder = new AudioEncoder(AudioCodec.AAC, 96_000)) {
      for (int block = 0; block < 64; block++) {
        encoder.encode(sine(block * 480L), 480, packets::add);
      }
      // AAC-LC, 48 kHz, stereo: ISO/IEC 14496-3 section 1.6.2.1.
      assertThat(Arrays.copyOf(encoder.header(), 2)).containsExactly(0x11, 0x90);
      assertThat(packets).hasSizeBetween(28, 30);
    }
  }

  private static float[] sine(long position) {
    float[] samples = new float[960];
    for (int i = 0; i < 480; i++) {
      samples[2 * i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * (position + i) / 48_000));
      samples[2 * i + 1] = samples[2 * i];
    }
    return samples;
  }

  private static double energy(float[] samples, int frames) {
    double sum = 0;
    for (int i = 0; i < frames; i++) {
      sum += samples[2 * i] * samples[2 * i];
    }
    return sum / frames;
  }

  @Test
  void closingTwiceIsHarmless() throws CodecException {
    VideoDecoder decoder = new VideoDecoder(Codec.VP8);
    decoder.close();
    decoder.close();
  }
}
