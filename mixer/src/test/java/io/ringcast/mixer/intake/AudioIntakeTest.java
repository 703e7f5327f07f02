package io.ringcast.mixer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioIntakeTest {
  private static final int OPUS = 111;
  private static final int RED = 63;
  private static final long BASE = 1L << 32;
  private static final long WAITED = AudioIntake.WAIT_NS;

  private final AudioIntake intake =
    new AudioIntake(new CodecParameters(Codec.OPUS, OPUS, CodecParameters.NO_RTX, "", false, false, false, RED));

  private void plain(int number) {
    byte[] packet = RtpBytes.packet(false, OPUS, number, number * 960, new byte[] {(byte) number});
    intake.onPacket(packet, 0, packet.length, 0);
  }

  /** The packet and the one before it: RFC 2198 section 3. */
  private void redundant(int number) {
    byte[] payload = {(byte) (0x80 | OPUS), (byte) (960 >> 6), 0, 1, OPUS, (byte) (number - 1), (byte) number};
    byte[] packet = RtpBytes.packet(false, RED, number, number * 960, payload);
    intake.onPacket(packet, 0, packet.length, 0);
  }

  /** Content and place of all that comes out, 0 for what is to be concealed. */
  private List<String> heard(long nowNs) {
    List<String> heard = new ArrayList<>();
    for (AudioPacket packet = intake.poll(nowNs); packet != null; packet = intake.poll(nowNs)) {
      heard.add((packet.isLost() ? 0 : packet.data()[0]) + "@" + (packet.timestamp() - BASE) / 960);
    }
    return heard;
  }

  @Test
  void packetsComeInOrder() {
    plain(10);
    plain(12);
    plain(11);
    plain(12);
    assertThat(heard(0)).containsExactly("10@10", "11@11", "12@12");
    assertThat(intake.losses().of(IntakeLoss.PACKET_LATE)).isEqualTo(1);
  }

  @Test
  void whatIsLostIsWaitedForAndThenConcealed() {
    plain(10);
    plain(11);
    plain(14);
    assertThat(heard(WAITED - 1)).containsExactly("10@10", "11@11");
    assertThat(intake.deadlineNs()).isEqualTo(WAITED);
    assertThat(heard(WAITED)).containsExactly("0@12", "0@13", "14@14");
    assertThat(intake.losses().of(IntakeLoss.PACKET_LOST)).isEqualTo(2);
  }

  @Test
  void redundancyFillsTheHole() {
    redundant(10);
    redundant(11);
    redundant(13);
    assertThat(heard(WAITED)).containsExactly("10@10", "11@11", "12@12", "13@13");
    redundant(17);
    assertThat(heard(WAITED)).as("one block reaches one packet back").containsExactly("0@14", "0@15", "16@16", "17@17");
  }

  @Test
  void aLongHoleIsNotConcealedAllThrough() {
    plain(10);
    plain(11);
    plain(61);
    assertThat(heard(WAITED)).hasSize(2 + 5 + 1).contains("0@56").doesNotContain("0@55");
  }

  @Test
  void silenceThatIsNotSentIsNoLoss() {
    plain(10);
    byte[] packet = RtpBytes.packet(false, OPUS, 11, 100 * 960, new byte[] {11});
    intake.onPacket(packet, 0, packet.length, 0);
    assertThat(heard(0)).containsExactly("10@10", "11@100");
  }

  @Test
  void malformedRedundancyIsCounted() {
    byte[] packet = RtpBytes.packet(false, RED, 1, 960, new byte[] {(byte) 0xEF, 1});
    intake.onPacket(packet, 0, packet.length, 0);
    intake.onPacket(new byte[3], 0, 3, 0);
    assertThat(heard(WAITED)).isEmpty();
    assertThat(intake.losses().of(IntakeLoss.MALFORMED)).isEqualTo(2);
  }
}
