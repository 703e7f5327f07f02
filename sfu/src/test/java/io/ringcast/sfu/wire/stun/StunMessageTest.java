package io.ringcast.sfu.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final String ID = "b7e7a701bc34d686fa87dfae";
  /** RFC 5769 section 2.1. */
  private static final String REQUEST = "00010058 2112a442 " + ID
    + "80220010 5354554e207465737420636c69656e74 00240004 6e0001ff 80290008 932ff9b151263b36 00060009 6576746a3a68367659202020"
    + "00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf";
  /** RFC 5769 section 2.2. */
  private static final String IPV4_ANSWER = "0101003c 2112a442 " + ID + "8022000b 7465737420766563746f7220 00200008 0001a147e112a643"
    + "00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96";
  /** RFC 5769 section 2.3. */
  private static final String IPV6_ANSWER = "01010048 2112a442 " + ID + "8022000b 7465737420766563746f7220"
    + "00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9 00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c";

  private final StunMessage message = new StunMessage();

  @Test
  void readsTheSampleRequest() throws Exception {
    wrap(REQUEST);
    assertThat(message.isBindingRequest()).isTrue();
    assertThat(message.username()).isEqualTo("evtj:h6vY");
    assertThat(message.usernameLength()).isEqualTo(9);
    assertThat(message.priority()).isEqualTo(0x6e0001ffL);
    assertThat(message.hasIceControlled()).isTrue();
    assertThat(message.hasIceControlling()).isFalse();
    assertThat(message.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
    assertThat(message.hasUseCandidate()).isFalse();
    assertThat(message.unknownAttributeCount()).isZero();
    assertThat(Hex.string(message.bytes(), message.transactionIdOffset(), 12)).isEqualTo(ID);
    assertThat(message.verifyIntegrity(mac(PASSWORD))).isTrue();
    assertThat(message.verifyIntegrity(mac("wrong"))).isFalse();
    assertThat(message.fingerprintValid()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({IPV4_ANSWER + ",192.0.2.1", IPV6_ANSWER + ",2001:db8:1234:5678:11:2233:4455:6677"})
  void readsTheSampleAnswers(String answer, String address) throws Exception {
    wrap(answer);
    assertThat(message.messageClass()).isEqualTo(StunClass.SUCCESS);
    assertThat(message.method()).isEqualTo(Stun.BINDING);
    assertThat(message.xorMappedAddress()).isNotNull();
    assertThat(message.xorMappedAddress().getPort()).isEqualTo(32853);
    assertThat(message.xorMappedAddress().getAddress()).isEqualTo(InetAddress.getByName(address));
    assertThat(message.verifyIntegrity(mac(PASSWORD))).isTrue();
    assertThat(message.fingerprintValid()).isTrue();
  }

  @Test
  void everyChangedBitBreaksIntegrityOrFingerprint() throws Exception {
    byte[] good = Hex.bytes(REQUEST);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] changed = good.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      boolean accepted = message.wrap(changed, 0, changed.length) && message.verifyIntegrity(mac(PASSWORD)) && message.fingerprintValid();
      assertThat(accepted).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void withoutIntegrityNothingIsVerified() throws Exception {
    wrap("00010000 2112a442" + ID);
    assertThat(message.hasIntegrity()).isFalse();
    assertThat(message.verifyIntegrity(mac(PASSWORD))).isFalse();
    assertThat(message.fingerprintValid()).isFalse();
  }

  @Test
  void reportsRequiredUnknownAttributesOnly() {
    wrap("0001000c 2112a442" + ID + "c0570000 7fff0000 00020000");
    assertThat(message.unknownAttributeCount()).isEqualTo(2);
    assertThat(message.unknownAttribute(0)).isEqualTo(0x7fff);
    assertThat(message.unknownAttribute(1)).isEqualTo(2);
    assertThat(message.unknownAttribute(2)).isZero();
  }

  @Test
  void boundsUnknownAttributes() {
    wrap("00010078 2112a442" + ID + "7fff0000".repeat(30));
    assertThat(message.unknownAttributeCount()).isEqualTo(StunMessage.MAX_UNKNOWN_ATTRIBUTES);
  }

  @Test
  void ignoresWhatFollowsIntegrityExceptTheFingerprint() {
    String integrity = "00080014" + "00".repeat(20);
    wrap("00010030 2112a442" + ID + integrity + "00250000 7fff0000 00240004 00000001 80280004 00000000");
    assertThat(message.hasUseCandidate()).isFalse();
    assertThat(message.hasPriority()).isFalse();
    assertThat(message.unknownAttributeCount()).isZero();
    assertThat(message.hasFingerprint()).isTrue();
  }

  @Test
  void theFirstOfRepeatedAttributesCounts() {
    wrap("00010010 2112a442" + ID + "00240004 00000001 00240004 00000002");
    assertThat(message.priority()).isEqualTo(1);
  }

  @Test
  void aFingerprintThatIsNotLastIsNotValid() {
    byte[] extended = Hex.bytes(REQUEST.replace("00010058", "0001005c") + "80220000");
    assertThat(message.wrap(extended, 0, extended.length)).isTrue();
    assertThat(message.hasFingerprint()).isTrue();
    assertThat(message.fingerprintValid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0001,REQUEST,1", "0011,INDICATION,1", "0101,SUCCESS,1", "0111,ERROR,1", "0003,REQUEST,3", "3EEF,REQUEST,4095",
    "3FFF,ERROR,4095", "0020,REQUEST,16", "0200,REQUEST,128"})
  void takesTheTypeApart(String type, StunClass messageClass, int method) {
    wrap(type + "0000 2112a442" + ID);
    assertThat(message.messageClass()).isEqualTo(messageClass);
    assertThat(message.method()).isEqualTo(method);
  }

  @Test
  void readsAnErrorCode() {
    wrap("01110008 2112a442" + ID + "00090004 00000457");
    assertThat(message.errorCode()).isEqualTo(487);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "000100002112a442", "00010000 2112a443" + ID, "40010000 2112a442" + ID, "00010004 2112a442" + ID,
    "00010004 2112a442" + ID + "00060001", "00010004 2112a442" + ID + "00080000", "00010008 2112a442" + ID + "00240003 00000000",
    "00010004 2112a442" + ID + "80280000", "00010008 2112a442" + ID + "00250001 00000000",
    "00010008 2112a442" + ID + "80290004 00000000", "0001000c 2112a442" + ID + "00200008 0002000000000000",
    "0001000c 2112a442" + ID + "00200007 0001000000000000", "00010002 2112a442" + ID + "0006", "01110004 2112a442" + ID + "00090000",
  })
  void refusesMalformedMessages(String bytes) {
    byte[] malformed = Hex.bytes(bytes);
    assertThat(message.wrap(malformed, 0, malformed.length)).isFalse();
    assertThat(message.hasUsername() || message.hasIntegrity() || message.hasPriority()).isFalse();
  }

  @Test
  void survivesHostileBytes() throws Exception {
    Mac mac = mac(PASSWORD);
    HostileBytes.feed(4, (bytes, offset, length) -> {
      if (message.wrap(bytes, offset, length)) {
        assertThat(message.usernameOffset() + message.usernameLength()).isLessThanOrEqualTo(offset + length);
        assertThat(message.username() == null).isEqualTo(!message.hasUsername());
        assertThat(message.method()).isBetween(0, 4095);
        assertThat(message.priority()).isNotNegative();
        assertThat(message.errorCode()).isBetween(0, 955);
        assertThat(message.xorMappedAddress() == null || message.tieBreaker() != 1).isTrue();
        assertThat(message.verifyIntegrity(mac) && !message.hasIntegrity()).isFalse();
        assertThat(message.fingerprintValid() && !message.hasFingerprint()).isFalse();
      }
    }, Hex.bytes(REQUEST), Hex.bytes(IPV4_ANSWER), Hex.bytes(IPV6_ANSWER));
  }

  private void wrap(String message) {
    byte[] bytes = Hex.bytes("FFFF" + message);
    assertThat(this.message.wrap(bytes, 2, bytes.length - 2)).isTrue();
  }

  private static Mac mac(String password) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return mac;
  }
}
