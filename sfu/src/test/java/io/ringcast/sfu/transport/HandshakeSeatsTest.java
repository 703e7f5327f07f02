package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeSeatsTest {
  private final HandshakeSeats seats = new HandshakeSeats();

  private static InetAddress v4(int number) {
    return InetAddress.ofLiteral("10.0." + (number >> 8) + "." + (number & 0xFF));
  }

  @Test
  void anAddressHasSoManyAndAllTogetherToo() {
    List<InetAddress> taken = new ArrayList<>();
    for (int i = 0; i < 2 * HandshakeSeats.MAX_HANDSHAKES; i++) {
      InetAddress address = v4(i / 100);
      if (seats.take(address)) {
        taken.add(address);
      }
    }
    assertThat(taken).hasSize(HandshakeSeats.MAX_HANDSHAKES).filteredOn(v4(0)::equals).hasSize(HandshakeSeats.MAX_PER_ADDRESS);
    assertThat(seats.take(v4(5_000))).isFalse();
    taken.forEach(seats::giveBack);
    assertThat(seats.total()).isZero();
    assertThat(seats.take(v4(5_000))).isTrue();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    for (int i = 0; i < HandshakeSeats.MAX_PER_ADDRESS; i++) {
      assertThat(seats.take(InetAddress.ofLiteral("2001:db8:1:2::" + i))).isTrue();
    }
    assertThat(seats.take(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isFalse();
    assertThat(seats.take(InetAddress.ofLiteral("2001:db8:1:3::1"))).isTrue();
  }
}
