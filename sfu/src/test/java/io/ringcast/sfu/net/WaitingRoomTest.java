package io.ringcast.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private final List<Integer> displaced = new ArrayList<>();
  private final WaitingRoom<Integer> room = new WaitingRoom<>(displaced::add);

  private static InetAddress ipv4(int number) {
    return InetAddress.ofLiteral("10.0." + (number >> 8) + "." + (number & 0xFF));
  }

  @Test
  void oneAddressMayHaveSoManyWaitingAndNoMore() {
    for (int i = 0; i < WaitingRoom.LIMIT_PER_ADDRESS; i++) {
      assertThat(room.enter(i, ipv4(1))).isTrue();
    }
    assertThat(room.enter(1_000, ipv4(1))).isFalse();
    assertThat(room.enter(1_001, ipv4(2))).isTrue();
    room.leave(0);
    room.leave(0);
    assertThat(room.enter(1_002, ipv4(1))).isTrue();
    assertThat(room.enter(1_003, ipv4(1))).isFalse();
    assertThat(displaced).isEmpty();
  }

  @Test
  void theOneThatWaitedLongestMakesRoom() {
    for (int i = 0; i < WaitingRoom.LIMIT; i++) {
      assertThat(room.enter(i, ipv4(i))).isTrue();
    }
    assertThat(room.enter(WaitingRoom.LIMIT, ipv4(WaitingRoom.LIMIT))).isTrue();
    assertThat(displaced).containsExactly(0);
    room.leave(1);
    assertThat(room.enter(WaitingRoom.LIMIT + 1, ipv4(0))).isTrue();
    assertThat(displaced).containsExactly(0);
    assertThat(room.size()).isEqualTo(WaitingRoom.LIMIT);
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    for (int i = 0; i < WaitingRoom.LIMIT_PER_ADDRESS; i++) {
      assertThat(room.enter(i, InetAddress.ofLiteral("2001:db8::" + Integer.toHexString(i + 1)))).isTrue();
    }
    assertThat(room.enter(1_000, InetAddress.ofLiteral("2001:db8::ffff"))).isFalse();
    assertThat(room.enter(1_001, InetAddress.ofLiteral("2001:db8:0:1::1"))).isTrue();
  }
}
