package io.ringcast.events.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsideAddressesTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "198.19.255.255", "203.0.113.9",
    "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:10.0.0.1", "::10.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:a00:1::1", "2001::1", "100::1", "3fff::1"})
  void inside(String address) throws UnknownHostException {
    assertThat(InsideAddresses.contain(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.1.1", "128.0.0.1", "169.253.1.1",
    "172.15.255.255", "172.32.0.1", "192.167.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
    "2606:4700::1111", "2a00:1450::1", "64:ff9b::101:101", "2002:101:101::1", "::ffff:1.1.1.1"})
  void outside(String address) throws UnknownHostException {
    assertThat(InsideAddresses.contain(InetAddress.getByName(address))).isFalse();
  }
}
