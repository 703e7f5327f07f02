package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SrtpKeyDerivationTest {
  /** RFC 3711 appendix B.3 and RFC 6188 section 7.3. */
  @ParameterizedTest
  @CsvSource({
    "E1F97A0D3E018BE0D64FA32C06DE4139, 0EC675AD498AFEEBB6960B3AABE6, 0, C61E7A93744F39EE10734AFE3FF7A087",
    "E1F97A0D3E018BE0D64FA32C06DE4139, 0EC675AD498AFEEBB6960B3AABE6, 2, 30CBBC08863D8C85D49DB34A9AE1",
    "E1F97A0D3E018BE0D64FA32C06DE4139, 0EC675AD498AFEEBB6960B3AABE6, 1, CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4",
    "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6, 3b04803de51ee7c96423ab5b78d2, 0, "
      + "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
    "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6, 3b04803de51ee7c96423ab5b78d2, 2, fa31791685ca444a9e07c6c64e93",
  })
  void derivesTheKeysOfTheVectors(String key, String salt, int label, String expected) {
    byte[] wanted = Hex.bytes(expected);
    byte[] derived = new SrtpKeyDerivation(Hex.bytes(key), Hex.bytes(salt)).derive(label, wanted.length);
    assertThat(derived).isEqualTo(wanted);
  }
}
