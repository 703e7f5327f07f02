package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.DtlsHandshake;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What decrypts to a handshake message that is too long is refused before BouncyCastle makes room for it. */
class BoundedCryptoTest {
  private static final int FINISHED = 20;
  private static final int LONGEST = 0xFFFFFF;
  /** Bytes in front of what was decrypted, as the record's header is. */
  private static final int OFFSET = 13;

  private final List<String> asked = new ArrayList<>();
  private byte[] decrypted = {};
  private short type = ContentType.handshake;

  /** A cipher that decrypts to what the test says, and notes what else it is asked for. */
  private final BoundedCrypto.BoundedCipher cipher = new BoundedCrypto.BoundedCipher((TlsCipher) Proxy.newProxyInstance(
    TlsCipher.class.getClassLoader(), new Class<?>[] {TlsCipher.class}, (proxy, method, arguments) -> {
      asked.add(method.getName());
      if (method.getName().equals("decodeCiphertext")) {
        return new TlsDecodeResult(decrypted, OFFSET, decrypted.length - OFFSET, type);
      }
      return method.getReturnType() == int.class ? 1 : method.getReturnType() == boolean.class ? true : null;
    }));

  private TlsDecodeResult decode() throws IOException {
    return cipher.decodeCiphertext(0, type, ProtocolVersion.DTLSv12, new byte[0], 0, 0);
  }

  /** Two fragments of messages that are said to be so long. */
  private static byte[] fragments(int first, int second) {
    byte[] bytes = new byte[OFFSET + 2 * 16];
    for (int i = 0; i < 2; i++) {
      int at = OFFSET + i * 16;
      bytes[at] = FINISHED;
      BigEndian.put24(bytes, at + 1, i == 0 ? first : second);
      BigEndian.put24(bytes, at + 9, 4);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {DtlsHandshake.MAX_MESSAGE_BYTES + 1, LONGEST})
  void aMessageTooLongIsRefusedWhereverItStands(int length) {
    for (byte[] each : List.of(fragments(length, 4), fragments(4, length))) {
      decrypted = each;
      assertThatThrownBy(this::decode).isInstanceOfSatisfying(TlsFatalAlert.class,
        alert -> assertThat(alert.getAlertDescription()).isEqualTo(AlertDescription.illegal_parameter));
    }
  }

  @Test
  void theLongestMessageAllowedPasses() throws IOException {
    decrypted = fragments(DtlsHandshake.MAX_MESSAGE_BYTES, 4);
    TlsDecodeResult decoded = decode();
    assertThat(decoded.buf).isSameAs(decrypted);
    assertThat(decoded.off).isEqualTo(OFFSET);
  }

  @Test
  void onlyHandshakeMessagesAreLookedInto() throws IOException {
    type = ContentType.application_data;
    decrypted = fragments(LONGEST, LONGEST);
    assertThat(decode().contentType).isEqualTo(ContentType.application_data);
  }

  @Test
  void everythingElseIsTheCiphersOwn() throws IOException {
    assertThat(cipher.encodePlaintext(0, type, ProtocolVersion.DTLSv12, 0, new byte[1], 0, 1)).isNull();
    assertThat(cipher.getCiphertextDecodeLimit(9) + cipher.getCiphertextEncodeLimit(9)).isEqualTo(2);
    assertThat(cipher.getPlaintextDecodeLimit(9) + cipher.getPlaintextEncodeLimit(9)).isEqualTo(2);
    cipher.rekeyDecoder();
    cipher.rekeyEncoder();
    assertThat(cipher.usesOpaqueRecordTypeDecode() && cipher.usesOpaqueRecordTypeEncode()).isTrue();
    assertThat(asked).containsExactly("encodePlaintext", "getCiphertextDecodeLimit", "getCiphertextEncodeLimit", "getPlaintextDecodeLimit",
      "getPlaintextEncodeLimit", "rekeyDecoder", "rekeyEncoder", "usesOpaqueRecordTypeDecode", "usesOpaqueRecordTypeEncode");
  }
}
