package io.ringcast.client.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264DepacketizerTest {
  private final List<String> units = new ArrayList<>();
  private final H264Depacketizer depacketizer = new H264Depacketizer(unit -> units.add(HexFormat.of().formatHex(unit)));

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "41aabb, 41aabb",
    "41aa 01bb, 41aa 01bb",
    "1800026742000168 65b8, 6742 68 65b8",
    "7c85aa 7c05bb 7c45cc, 65aabbcc",
    "5c81aa 5c41bb, 41aabb",
    "7cc5aa, 65aa"})
  void putsUnitsTogether(String payloads, String expected) {
    assertThat(take(payloads)).doesNotContain(false);
    assertThat(units).isEqualTo(List.of(expected.split(" ")));
  }

  @ParameterizedTest(name = "the last of {0} is refused")
  @ValueSource(strings = {
    "00",                     // no such unit
    "1a0001",                 // MTU24's and MTAP's type numbers are of mode 2
    "1d8501020304",           // FU-B is of mode 2
    "18", "1800",             // no unit in the aggregate
    "18000367aa",             // a unit longer than the packet
    "180000",                 // an empty unit
    "180001670001",           // half of a size
    "7c85",                   // an empty fragment
    "7c05aa", "7c45aa",       // no start before
    "7c85aa 7c85bb",          // a start in a unit
    "7c85aa 41bb"})           // a unit that never ends
  void refusesWhatIsMalformed(String payloads) {
    assertThat(take(payloads).getLast()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anythingIsRefusedOrTaken(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      int offset = random.nextInt(bytes.length + 1);
      depacketizer.take(bytes, offset, bytes.length - offset);
    }
    assertThat(units).as("seed %d", seed).isNotEmpty().doesNotContain("");
  }

  private List<Boolean> take(String payloads) {
    return Arrays.stream(payloads.split(" ")).map(payload -> {
      byte[] bytes = HexFormat.of().parseHex("ee" + payload + "ee");
      return depacketizer.take(bytes, 1, bytes.length - 2);
    }).toList();
  }
}
