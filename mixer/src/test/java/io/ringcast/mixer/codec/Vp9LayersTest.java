package io.ringcast.mixer.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Pixels;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A picture of VP9 with two spatial layers, each in packets of its own: the upper one is shown. */
class Vp9LayersTest {
  private static final int LOW = 0x3264C8;
  private static final int HIGH = 0xC83232;
  private static final int LAYERS_BEGIN_END = 0x2C;

  @Test
  void theHighestLayerIsShown() throws CodecException {
    VideoIntake intake = new VideoIntake(Codec.VP9);
    byte[] lower = packet(0, encoded(160, 90, LOW), false);
    intake.onPacket(lower, 0, lower.length, 0);
    byte[] upper = packet(1, encoded(320, 180, HIGH), true);
    intake.onPacket(upper, 0, upper.length, 0);
    VideoFrame frame = intake.poll(0);
    assertThat(frame).isNotNull();
    try (VideoDecoder decoder = new VideoDecoder(Codec.VP9); Scaler scaler = new Scaler(); Picture seen = Picture.of(320, 180)) {
      assertThat(decoder.decode(frame.data(), frame.data().length, 0)).isEqualTo(DecodeOutcome.FRAME);
      assertThat(decoder.frame().width()).isEqualTo(320);
      assertThat(scaler.scale(decoder.frame(), new Rect(0, 0, 320, 180), seen)).isTrue();
      assertThat(Pixels.distance(Pixels.rgb(seen, 300, 170), HIGH)).isLessThan(16);
    }
  }

  private static byte[] encoded(int width, int height, int rgb) throws CodecException {
    try (CodecHandle encoder = CodecHandle.encoder("libvpx-vp9"); Picture picture = Pixels.plain(width, height, rgb)) {
      VideoEncoder.configure(encoder.context(), new VideoFormat(Codec.VP9, width, height, 30, 300_000, 0));
      encoder.open(Map.of("lag-in-frames", "0", "cpu-used", "8", "deadline", "realtime"));
      EncodedFrame frame = VideoEncoder.encode(encoder, picture, 0, true);
      assertThat(frame).isNotNull();
      return frame.data();
    }
  }

  /** | I P L F B E V Z |, | TID U SID D |, | TL0PICIDX |: RFC 9628 section 4.2. */
  private static byte[] packet(int spatialLayer, byte[] frame, boolean last) {
    byte[] packet = new byte[64 + frame.length];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(packet, 0, last, 98, spatialLayer, 0, 7);
    int at = header.end();
    packet[at++] = LAYERS_BEGIN_END;
    packet[at++] = (byte) (spatialLayer << 1 | (spatialLayer > 0 ? 1 : 0));
    packet[at++] = 0;
    System.arraycopy(frame, 0, packet, at, frame.length);
    return Arrays.copyOf(packet, at + frame.length);
  }
}
