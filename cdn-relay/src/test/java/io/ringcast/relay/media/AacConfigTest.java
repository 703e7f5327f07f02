package io.ringcast.relay.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AacConfigTest {
  /** Each by the table of ISO/IEC 14496-3: object type, frequency index, channel configuration. */
  @ParameterizedTest
  @CsvSource({
    "1190, 48000, 2, 1024, mp4a.40.2",
    "1210, 44100, 2, 1024, mp4a.40.2",
    "1588, 8000, 1, 1024, mp4a.40.2",
    "119056E500, 48000, 2, 1024, mp4a.40.2",
    "2B118800, 24000, 2, 1024, mp4a.40.5",
    "1780 5DC0 10, 48000, 2, 1024, mp4a.40.2",
    "1194, 48000, 2, 960, mp4a.40.2"})
  void aConfigurationSaysRateAndChannels(String hex, int rate, int channels, int samples, String name) {
    byte[] bytes = Samples.hex(hex);
    AacConfig config = Objects.requireNonNull(AacConfig.read(bytes, 0, bytes.length));
    assertThat(config.sampleRateHz()).isEqualTo(rate);
    assertThat(config.channels()).isEqualTo(channels);
    assertThat(config.frameSamples()).isEqualTo(samples);
    assertThat(config.codecName()).isEqualTo(name);
    assertThat(config.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "11", "1690", "17800000", "17FFFFFF90", "11F8"})
  void whatIsCutOrNamesNoRateIsNone(String hex) {
    byte[] bytes = Samples.hex(hex);
    assertThat(AacConfig.read(bytes, 0, bytes.length)).isNull();
  }

  @Test
  void ourOwnIsReadAgain() {
    AacConfig written = AacConfig.lowComplexity(44_100, 1);
    assertThat(AacConfig.read(written.bytes(), 0, 2)).isEqualTo(written).hasSameHashCodeAs(written);
    assertThat(written.frameUs()).isEqualTo(23_219);
    assertThatIllegalArgumentException().isThrownBy(() -> AacConfig.lowComplexity(48_001, 2));
  }
}
