package io.ringcast.relay.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.relay.media.AacConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AacVoiceTest {
  private static final int PACKET = 960;
  private static final int FRAME = 1_024;
  private static final int SECOND = 48_000;

  private final List<Long> timestamps = new ArrayList<>();
  private AacVoice voice;

  @BeforeEach
  void open() throws CodecException {
    voice = new AacVoice(new AudioEncoder(AudioCodec.AAC, 64_000));
  }

  @AfterEach
  void close() {
    voice.close();
  }

  private void say(long timestamp) {
    voice.say(timestamp, new float[2 * PACKET], PACKET, this::hear);
  }

  private void sayFor(long from, int packets) {
    for (int i = 0; i < packets; i++) {
      say(from + (long) i * PACKET);
    }
  }

  private void hear(AacConfig config, long timestamp, byte[] data) {
    assertThat(config.sampleRateHz()).isEqualTo(SECOND);
    assertThat(config.channels()).isEqualTo(2);
    assertThat(data).isNotEmpty();
    timestamps.add(timestamp);
  }

  private void assertNoHoles() {
    for (int i = 1; i < timestamps.size(); i++) {
      assertThat(timestamps.get(i) - timestamps.get(i - 1)).as("between frames %d and %d", i - 1, i).isEqualTo(FRAME);
    }
  }

  @Test
  void framesLieWhereTheirSoundsBegan() {
    sayFor(10_000, 50);
    assertThat(timestamps.getFirst()).isEqualTo(10_000 - FRAME - AacVoice.PRE_SKIP);
    assertThat(timestamps).hasSizeGreaterThan(40);
    assertNoHoles();
  }

  @Test
  void beforeTheFirstWordThereIsSilence() {
    voice.begin(10_000 - SECOND / 2);
    sayFor(10_000, 50);
    assertThat(timestamps.getFirst()).isEqualTo(10_000 - SECOND / 2 - FRAME - AacVoice.PRE_SKIP);
    assertNoHoles();
  }

  @Test
  void whatIsLostIsMadeUp() {
    sayFor(0, 25);
    sayFor(25 * PACKET + SECOND, 25);
    assertNoHoles();
    assertThat(timestamps.getLast()).isGreaterThan(2 * SECOND - 5 * FRAME);
  }

  @Test
  void whatComesTwiceIsSaidOnce() {
    sayFor(0, 25);
    sayFor(20 * PACKET, 5);
    say(25 * PACKET - PACKET / 2);
    sayFor(26 * PACKET, 25);
    assertNoHoles();
    assertThat(timestamps.getLast()).isLessThan(51 * PACKET);
  }

  @Test
  void silenceGoesOnWhileNothingComes() {
    sayFor(0, 25);
    int before = timestamps.size();
    voice.keepSilence(25 * PACKET + SECOND / 4, this::hear);
    assertThat(timestamps).as("late, but not that late").hasSize(before);
    voice.keepSilence(25 * PACKET + 2 * SECOND, this::hear);
    assertThat(timestamps.getLast()).isBetween(25L * PACKET + SECOND, 25L * PACKET + 2L * SECOND);
    assertNoHoles();
  }

  @Test
  void timestampsThatBeginAnewAreFollowed() {
    sayFor(0, 25);
    int before = timestamps.size();
    sayFor(1_000L * SECOND, 25);
    assertThat(timestamps.get(before + 3)).isBetween(999L * SECOND, 1_001L * SECOND);
  }
}
