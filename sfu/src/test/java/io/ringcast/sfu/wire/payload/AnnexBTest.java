package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnexBTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "'', ''",
    "0000, ''",
    "000001, ''",
    "00000165, 65",
    "0000000165, 65",
    "000001650000, 65",
    "0000016588000001419a, 6588 419a",
    "000000016588000000000141, 6588 41",
    "ffff0000016588, 6588",
    "000001650000030141, 650000030141",
    "00000165000003000001, 65000003",
    "000001000001, ''"})
  void findsWhatLiesBetweenStartCodes(String stream, String units) {
    byte[] bytes = HexFormat.of().parseHex(stream);
    List<String> found = new ArrayList<>();
    AnnexB.find(bytes, (offset, length) -> found.add(HexFormat.of().formatHex(bytes, offset, offset + length)));
    assertThat(found).isEqualTo(Arrays.stream(units.split(" ")).filter(unit -> !unit.isEmpty()).toList());
  }
}
