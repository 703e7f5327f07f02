package io.ringcast.mixer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** How a phone is held is said with the last packet of a picture, and holds until it is said anew. */
class OrientationTest {
  private static final int ID = 4;
  private static final byte[] KEYFRAME = HexFormat.of().parseHex("1030020000009d012a4001b400");
  private static final int UNTOLD = -1;

  private final VideoIntake intake = new VideoIntake(Codec.VP8, ID);
  private int sequence;

  private int turnsAfter(int orientation) {
    byte[] packet = new byte[64];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(packet, 0, true, 96, sequence, 3_000 * sequence, 7);
    if (orientation != UNTOLD) {
      header.extension(ID, orientation, 1);
    }
    System.arraycopy(KEYFRAME, 0, packet, header.end(), KEYFRAME.length);
    intake.onPacket(packet, 0, header.end() + KEYFRAME.length, 0);
    sequence++;
    VideoFrame frame = intake.poll(0);
    assertThat(frame).isNotNull();
    return frame.turns();
  }

  @Test
  void whatWasSaidLastHolds() {
    assertThat(turnsAfter(UNTOLD)).as("nothing was said yet").isZero();
    assertThat(turnsAfter(0x01)).isEqualTo(1);
    assertThat(turnsAfter(UNTOLD)).isEqualTo(1);
    assertThat(turnsAfter(0x0B)).as("camera and flip bits beside").isEqualTo(3);
    assertThat(turnsAfter(0x00)).isZero();
  }
}
