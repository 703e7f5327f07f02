package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtlsHandshakeTest {
  private static final String CLEAR = "16 FEFD 0000 000000000001";
  private static final String SECURED = "16 FEFD 0001 000000000001";
  private static final String HELLO = "01 000200 0000 000000 000002 AABB";
  private static final String HUGE = "0B FFFFFF 0001 000000 000000";

  @ParameterizedTest
  @CsvSource({
    "'',true",
    "16FEFD,true",
    CLEAR + "000E" + HELLO + ",true",
    CLEAR + "000C" + HUGE + ",false",
    CLEAR + "001A" + HELLO + HUGE + ",false",
    CLEAR + "000E" + HELLO + CLEAR + "000C" + HUGE + ",false",
    CLEAR + "0FFF" + HUGE + ",false",
    CLEAR + "000C 0B 004000 0001 000000 000000,true",
    CLEAR + "000C 0B 004001 0001 000000 000000,false",
    SECURED + "000C" + HUGE + ",true",
    "17 FEFD 0000 000000000001 000C" + HUGE + ",true",
  })
  void refusesMessagesThatAreTooLong(String datagram, boolean bounded) {
    byte[] bytes = Hex.bytes("FF" + datagram);
    assertThat(DtlsHandshake.bounded(bytes, 1, bytes.length - 1)).isEqualTo(bounded);
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(8, DtlsHandshake::bounded, Hex.bytes(CLEAR + "000E" + HELLO + CLEAR + "000C" + HUGE));
  }
}
