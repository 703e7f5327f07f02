package io.ringcast.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindAddressesTest {
  private static final Set<InetAddress> OURS = Set.copyOf(addresses("10.0.0.5 10.0.0.6 2001:db8::5"));

  @ParameterizedTest
  @CsvSource({
    // wanted, announced, sockets
    "0.0.0.0, 10.0.0.5, 10.0.0.5",
    "0.0.0.0, 10.0.0.6 10.0.0.5 10.0.0.6, 10.0.0.6 10.0.0.5",
    "0.0.0.0, 10.0.0.5 2001:db8::5, 10.0.0.5 2001:db8::5",
    "10.0.0.5, 10.0.0.5, 10.0.0.5",
    "0.0.0.0, 203.0.113.9, 0.0.0.0",
    "0.0.0.0, 203.0.113.9 10.0.0.5, 0.0.0.0",
    "0.0.0.0, 203.0.113.9 2001:db8::5, ::",
    "::, 203.0.113.9, ::",
    "10.0.0.5, 203.0.113.9, 10.0.0.5",
    "10.0.0.5, 203.0.113.9 2001:db8::5, 10.0.0.5",
  })
  void socketsListenWhereTheyAreReached(String wanted, String announced, String sockets) {
    assertThat(BindAddresses.of(InetAddress.ofLiteral(wanted), addresses(announced), OURS::contains)).isEqualTo(addresses(sockets));
  }

  private static List<InetAddress> addresses(String text) {
    return Arrays.stream(text.split(" ", -1)).map(InetAddress::ofLiteral).toList();
  }
}
