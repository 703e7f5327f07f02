package io.ringcast.mixer.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.sfu.api.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is made into packets is put together again by intake. */
class PayloadsTest {
  @Test
  void vp8FramesComeBack() {
    Vp8Payloads payloads = new Vp8Payloads();
    RtpOut out = new RtpOut();
    VideoIntake intake = new VideoIntake(Codec.VP8);
    for (int i = 0; i < 300; i++) {
      Random random = new Random(i);
      byte[] frame = new byte[12 + random.nextInt(5_000)];
      random.nextBytes(frame);
      byte[] head = {(byte) (i == 0 ? 0 : 1), 0, 0, (byte) 0x9D, 0x01, 0x2A, 0x40, 0x01, (byte) 0xB4, 0x00};
      System.arraycopy(head, 0, frame, 0, i == 0 ? head.length : 1);
      out.send(payloads.of(frame), i * 3_000, true, (bytes, offset, length) -> intake.onPacket(bytes, offset, length, 0));
      VideoFrame back = intake.poll(0);
      assertThat(back).as("frame %d", i).isNotNull();
      assertThat(Arrays.equals(back.data(), frame)).as("frame %d", i).isTrue();
      assertThat(back.keyframe()).isEqualTo(i == 0);
    }
  }

  @Test
  void h264UnitsComeBackWithLongStartCodes() {
    byte[] frame = new byte[4_000];
    Arrays.fill(frame, (byte) 0x55);
    byte[] sps = {0, 0, 0, 1, 0x67, 0x42, (byte) 0xC0, 0x1E, 0, 0, 1, 0x68, (byte) 0xCE, 0x38, 0, 0, 0, 1, 0x65, (byte) 0x88};
    System.arraycopy(sps, 0, frame, 0, sps.length);
    List<byte[]> payloads = H264Payloads.of(frame);
    assertThat(payloads).hasSize(2 + 4).allMatch(payload -> payload.length <= RtpOut.PAYLOAD_MAX);
    assertThat(payloads.get(0)).containsExactly(0x67, 0x42, 0xC0, 0x1E);
    assertThat(payloads.get(1)).containsExactly(0x68, 0xCE, 0x38);
    assertThat(payloads.get(2)).startsWith(0x7C, 0x85, 0x88);
    assertThat(payloads.get(5)).startsWith(0x7C, 0x45);
    VideoIntake intake = new VideoIntake(Codec.H264);
    new RtpOut().send(payloads, 90, true, (bytes, offset, length) -> intake.onPacket(bytes, offset, length, 0));
    VideoFrame back = intake.poll(0);
    assertThat(back).isNotNull();
    assertThat(back.keyframe()).isTrue();
    assertThat(back.data()).hasSize(frame.length + 1).startsWith(0, 0, 0, 1, 0x67).endsWith(0x55, 0x55);
  }

  @Test
  void whatIsNoFrameGivesNoPayload() {
    assertThat(H264Payloads.of(new byte[0])).isEmpty();
    assertThat(H264Payloads.of(new byte[] {1, 2, 3})).isEmpty();
    assertThat(H264Payloads.of(new byte[] {0, 0, 1})).isEmpty();
    assertThat(H264Payloads.of(new byte[] {0, 0, 1, 0, 0, 0})).isEmpty();
  }
}
