package io.ringcast.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccessUnitsTest {
  private static final byte[] IDR = Samples.hex("6588804000");
  private static final byte[] SLICE = Samples.hex("419A02");
  private static final byte[] DELIMITER = Samples.hex("09F0");
  private static final byte[] FILLER = Samples.hex("0CFFFF80");
  private static final byte[] SEI = Samples.hex("06050180");

  private final AccessUnits source = new AccessUnits();

  @Test
  void parameterSetsGoIntoTheConfigurationAndDelimitersNowhere() {
    VideoFrame frame = Objects.requireNonNull(source.frame(List.of(DELIMITER, Samples.SPS, Samples.PPS, SEI, IDR, FILLER), 40, 0));
    assertThat(frame.keyframe()).isTrue();
    assertThat(frame.config()).isEqualTo(Samples.H264);
    assertThat(NalUnits.behindLengths(frame.data(), 0, frame.data().length)).containsExactly(SEI, IDR);
  }

  @Test
  void repeatedSetsAreTheSameConfigurationAndNewOnesANewOne() {
    VideoFrame first = Objects.requireNonNull(source.frame(List.of(Samples.SPS, Samples.PPS, IDR), 0, 0));
    VideoFrame delta = Objects.requireNonNull(source.frame(List.of(SLICE), 1, 0));
    VideoFrame repeated = Objects.requireNonNull(source.frame(List.of(Samples.SPS, Samples.PPS, IDR), 2, 0));
    VideoFrame resized = Objects.requireNonNull(source.frame(List.of(Samples.HIGH_SPS, Samples.PPS, IDR), 3, 0));
    assertThat(delta.keyframe()).isFalse();
    assertThat(delta.config()).isSameAs(first.config());
    assertThat(repeated.config()).isSameAs(first.config());
    assertThat(resized.config()).isEqualTo(Samples.HIGH);
  }

  @Test
  void withoutParameterSetsOrSlicesThereIsNoFrame() {
    assertThat(source.frame(List.of(IDR), 0, 0)).isNull();
    assertThat(source.frame(List.of(Samples.SPS, Samples.PPS), 0, 0)).isNull();
    assertThat(source.frame(List.of(new byte[0], SLICE), 0, 0)).as("known since the last call").isNotNull();
  }

  @Test
  void setsThatCameApartServe() {
    source.configure(Samples.HIGH);
    assertThat(Objects.requireNonNull(source.frame(List.of(IDR), 0, 0)).config()).isEqualTo(Samples.HIGH);
    assertThat(Objects.requireNonNull(source.frame(List.of(Samples.HIGH_SPS, IDR), 0, 0)).config()).isSameAs(source.config());
  }

  @Test
  void bothFormsHoldTheSameUnits() {
    List<byte[]> units = List.of(DELIMITER, IDR.clone(), SLICE);
    units.get(1)[4] = 0x11;
    byte[] stream = NalUnits.withStartCodes(units);
    assertThat(NalUnits.betweenStartCodes(stream)).containsExactlyElementsOf(units);
    byte[] lengths = NalUnits.withLengths(units);
    assertThat(NalUnits.behindLengths(lengths, 0, lengths.length)).containsExactlyElementsOf(units);
    for (int cut = 1; cut < 4; cut++) {
      assertThat(NalUnits.behindLengths(lengths, 0, lengths.length - cut)).as("%d bytes less", cut).isNull();
    }
    assertThat(NalUnits.behindLengths(new byte[4], 0, 4)).as("a unit of no bytes").isNull();
    assertThat(NalUnits.behindLengths(Samples.hex("FFFFFFFF00"), 0, 5)).isNull();
    assertThat(NalUnits.betweenStartCodes(new byte[] {9, 9, 0, 0})).isEmpty();
  }
}
