package io.ringcast.client.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class CandidateTest {
  @Test
  void readsWhatBrowsersAndServersTrickle() {
    String line = Candidate.ofJson("{\"candidate\":\"candidate:3288 1 udp 2130706431 127.0.0.1 7882 typ host\",\"sdpMid\":\"0\"}");
    assertThat(Candidate.udp(line).map(InetSocketAddress::toString)).contains("/127.0.0.1:7882");
    assertThat(Candidate.udp("1 1 UDP 5 10.0.0.1 9 typ host generation 0").map(InetSocketAddress::toString)).contains("/10.0.0.1:9");
  }

  @Test
  void leavesOutWhatItCannotUse() {
    assertThat(Candidate.udp("candidate:1 1 tcp 1671430143 127.0.0.1 7881 typ host tcptype passive")).isEmpty();
    assertThat(Candidate.udp("candidate:1 2 udp 2130706431 127.0.0.1 7882 typ host")).isEmpty();
    assertThat(Candidate.udp("candidate:1 1 udp 2130706431 ::1 7882 typ host")).isEmpty();
    assertThat(Candidate.ofJson("{}")).isEmpty();
    assertThat(Candidate.udp("")).isEmpty();
  }
}
