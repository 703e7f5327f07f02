package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RFC 7714 sections 16.1.1 and 17.1: the vectors give session keys and salts. */
class GcmCipherTest {
  private static final byte[] KEY = Hex.bytes("000102030405060708090a0b0c0d0e0f");
  private static final byte[] SALT = Hex.bytes("517569642070726f2071756f");
  private static final byte[] RTP = Hex.bytes(
    "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573");
  private static final byte[] SRTP = Hex.bytes(
    "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833"
      + "899d7f27 beb16a91 52cf765e e4390cce");
  private static final byte[] RTCP = Hex.bytes(
    "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef");
  private static final byte[] SRTCP = Hex.bytes(
    "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b"
      + "c84aa458 96cf4d2f c5abf872 45d9eade 800005d4");
  private static final long SEQUENCE = 0xf17b;
  private static final int RTCP_INDEX = 0x5d4;

  private final GcmCipher cipher = new GcmCipher(KEY, SALT, KEY, SALT, new LoopScratch());

  @Test
  void protectsTheRtpVector() {
    byte[] packet = Arrays.copyOf(RTP, SRTP.length);
    assertThat(cipher.protectRtp(packet, 0, RTP.length, 12, SEQUENCE)).isEqualTo(SRTP.length);
    assertThat(packet).isEqualTo(SRTP);
  }

  @Test
  void opensTheRtpVector() {
    byte[] packet = SRTP.clone();
    assertThat(cipher.unprotectRtp(packet, 0, packet.length, 12, SEQUENCE)).isEqualTo(RTP.length);
    assertThat(Arrays.copyOf(packet, RTP.length)).isEqualTo(RTP);
  }

  @Test
  void protectsTheRtcpVector() {
    byte[] packet = Arrays.copyOf(RTCP, SRTCP.length);
    assertThat(cipher.protectRtcp(packet, 0, RTCP.length, RTCP_INDEX)).isEqualTo(SRTCP.length);
    assertThat(packet).isEqualTo(SRTCP);
  }

  @Test
  void opensTheRtcpVector() {
    byte[] packet = SRTCP.clone();
    assertThat(cipher.unprotectRtcp(packet, 0, packet.length)).isEqualTo(RTCP.length);
    assertThat(Arrays.copyOf(packet, RTCP.length)).isEqualTo(RTCP);
  }

  @Test
  void leavesAForgedPacketAsItCame() {
    byte[] forged = SRTP.clone();
    forged[20] ^= 1;
    byte[] packet = forged.clone();
    assertThat(cipher.unprotectRtp(packet, 0, packet.length, 12, SEQUENCE)).isEqualTo(PacketCipher.NOT_AUTHENTIC);
    assertThat(packet).isEqualTo(forged);
  }
}
