package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our SRTP against jitsi-srtp, in both directions. */
class SrtpOracleTest {
  private static final long SEED = 11;
  private static final int SSRC = 0x1234_5678;
  private static final int PACKETS = 300;
  private static final int FIRST_SEQUENCE = 0xFFFF - 100;

  static List<SrtpProfile> profiles() {
    return SrtpPair.negotiable();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void jitsiOpensWhatWeProtect(SrtpProfile profile) throws GeneralSecurityException {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpOutbound ours = pair.sender();
    SrtpContextFactory factory = factory(false, profile, pair.keys.outboundKey(), pair.keys.outboundSalt());
    SrtpCryptoContext rtp = factory.deriveContext(SSRC, 0);
    SrtcpCryptoContext rtcp = factory.deriveControlContext(SSRC);
    for (int i = 0; i < PACKETS; i++) {
      byte[] plain = SrtpPair.rtp(SSRC, (FIRST_SEQUENCE + i) & 0xFFFF, i);
      Buffer buffer = new Buffer(SrtpPair.seal(ours, plain));
      assertThat(rtp.reverseTransformPacket(buffer, false)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(buffer.copy()).isEqualTo(plain);
      byte[] report = SrtpPair.rtcp(SSRC, i);
      Buffer control = new Buffer(SrtpPair.sealRtcp(ours, report));
      assertThat(rtcp.reverseTransformPacket(control)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(control.copy()).isEqualTo(report);
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void weOpenWhatJitsiProtects(SrtpProfile profile) throws GeneralSecurityException {
    SrtpPair pair = new SrtpPair(profile, new Random(SEED));
    SrtpInbound ours = pair.receiver();
    SrtpContextFactory factory = factory(true, profile, pair.keys.outboundKey(), pair.keys.outboundSalt());
    SrtpCryptoContext rtp = factory.deriveContext(SSRC, 0);
    SrtcpCryptoContext rtcp = factory.deriveControlContext(SSRC);
    for (int i = 0; i < PACKETS; i++) {
      byte[] plain = SrtpPair.rtp(SSRC, (FIRST_SEQUENCE + i) & 0xFFFF, i);
      Buffer buffer = new Buffer(plain);
      assertThat(rtp.transformPacket(buffer)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(SrtpPair.open(ours, buffer.copy())).isEqualTo(plain);
      byte[] report = SrtpPair.rtcp(SSRC, i);
      Buffer control = new Buffer(report);
      assertThat(rtcp.transformPacket(control)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(SrtpPair.openRtcp(ours, control.copy())).isEqualTo(report);
    }
  }

  private static SrtpContextFactory factory(boolean sender, SrtpProfile profile, byte[] key, byte[] salt) {
    boolean gcm = profile != SrtpProfile.AES128_CM_SHA1_80;
    SrtpPolicy policy = new SrtpPolicy(
      gcm ? SrtpPolicy.AESGCM_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION,
      profile.keyBytes(),
      gcm ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
      gcm ? 0 : CounterModeCipher.AUTHENTICATION_KEY_BYTES,
      profile.tagBytes(),
      profile.saltBytes());
    return new SrtpContextFactory(sender, key, salt, policy, policy, new LoggerImpl("oracle"));
  }

  /** The growing buffer that jitsi-srtp works in. */
  private static final class Buffer implements ByteArrayBuffer {
    private byte[] bytes;
    private int offset;
    private int length;

    Buffer(byte[] content) {
      bytes = Arrays.copyOf(content, content.length + 64);
      length = content.length;
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public byte[] getBuffer() {
      return bytes;
    }

    @Override
    public int getOffset() {
      return offset;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int length) {
      this.length = length;
    }

    @Override
    public void setOffset(int offset) {
      this.offset = offset;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] out) {
      System.arraycopy(bytes, offset + from, out, 0, count);
    }

    @Override
    public void grow(int howMuch) {
      bytes = Arrays.copyOf(bytes, bytes.length + howMuch);
    }

    @Override
    public void append(byte[] data, int count) {
      grow(count);
      System.arraycopy(data, 0, bytes, offset + length, count);
      length += count;
    }

    @Override
    public void shrink(int count) {
      length -= count;
    }
  }
}
