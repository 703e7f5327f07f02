package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtpTest {
  @Test
  void epochAndHalfASecond() {
    assertThat(Ntp.fromUnixNs(0)).isEqualTo(2_208_988_800L << 32);
    assertThat(Ntp.fromUnixNs(500_000_000)).isEqualTo((2_208_988_800L << 32) | 0x8000_0000L);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "999999999", "1790000000123456789"})
  void roundTrips(long unixNs) {
    assertThat(Ntp.toUnixNs(Ntp.fromUnixNs(unixNs))).isEqualTo(unixNs);
  }

  /** The example of RFC 3550 section 6.4.1, figure 2: a round trip of 6.125 s. */
  @Test
  void roundTripOfTheRfcExample() {
    int now = Ntp.compact(0xB710_8000_0000L);
    assertThat(now).isEqualTo(0xB710_8000);
    assertThat(Ntp.compact(0xB44DB705_20000000L)).isEqualTo(0xB705_2000);
    assertThat(Ntp.rttNs(now, 0xB705_2000, 0x0005_4000)).isEqualTo(6_125_000_000L);
  }

  @Test
  void roundTripWithoutReportOrWithAFastClock() {
    assertThat(Ntp.rttNs(5, 0, 0)).isEqualTo(-1);
    assertThat(Ntp.rttNs(100, 90, 20)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-5,0", "1000000000,65536", "15258,0", "15259,1", "65535999999999,-1", "70000000000000,-1"})
  void spans(long ns, int units) {
    assertThat(Ntp.spanFromNs(ns)).isEqualTo(units);
  }
}
