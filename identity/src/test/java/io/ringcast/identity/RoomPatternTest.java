package io.ringcast.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomPatternTest {

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "*, anything, true", "*, a, true", "a, a, true", "a, ab, false", "a*, a, true", "a*, abc, true", "a*, ba, false",
    "*z, z, true", "*z, az, true", "*z, za, false", "a*z, az, true", "a*z, a, false", "a*a, a, false", "a*a, aa, true",
    "a*b*c, a-b-c, true", "a*b*c, acb, false", "a*b*bc, abc, false", "a.c, abc, false", "a**c, ac, true", "*b*, abc, true"})
  void matches(String pattern, String roomId, boolean matches) {
    assertThat(new RoomPattern(pattern).matches(roomId)).isEqualTo(matches);
  }
}
