package io.ringcast.server.lan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineAddressesTest {

  @Test
  void everyAddressStandsInACertificate(@TempDir Path folder) throws Exception {
    assertThat(MachineAddresses.all()).isNotEmpty().extracting(InetAddress::getHostAddress).noneMatch(text -> text.contains("%"));
    assertThat(SelfSignedCertificate.in(folder, MachineAddresses.all(), Instant.now(), new SecureRandom()).certificate()).exists();
  }
}
