package io.ringcast.sfu.dtls;

import io.ringcast.sfu.wire.DtlsHandshake;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * BouncyCastle's cryptography for one handshake, with ciphers that look at what they decrypted: a peer that has keys could else have
 * memory reserved for messages it never sends. What it may say in the clear is looked at by the transport.
 */
final class BoundedCrypto extends BcTlsCrypto {
  private @Nullable SealedRecords records;

  BoundedCrypto(SecureRandom random) {
    super(random);
  }

  @Override
  public TlsCipher createCipher(TlsCryptoParameters parameters, int encryptionAlgorithm, int macAlgorithm) throws IOException {
    records = SealedRecords.of(parameters, encryptionAlgorithm);
    return new BoundedCipher(super.createCipher(parameters, encryptionAlgorithm, macAlgorithm));
  }

  /** What goes on with the keys of the cipher made last; null before there is one. */
  @Nullable SealedRecords records() {
    return records;
  }

  /** A cipher that refuses records with messages beyond {@link DtlsHandshake#MAX_MESSAGE_BYTES}. */
  record BoundedCipher(TlsCipher cipher) implements TlsCipher {
    @Override
    public TlsDecodeResult decodeCiphertext(
        long sequence, short type, ProtocolVersion version, byte[] ciphertext, int offset, int length) throws IOException {
      TlsDecodeResult decoded = cipher.decodeCiphertext(sequence, type, version, ciphertext, offset, length);
      boolean handshake = decoded.contentType == ContentType.handshake;
      if (handshake && !DtlsHandshake.messagesBounded(decoded.buf, decoded.off, decoded.off + decoded.len)) {
        throw new TlsFatalAlert(AlertDescription.illegal_parameter, "a handshake message too long");
      }
      return decoded;
    }

    @Override
    public TlsEncodeResult encodePlaintext(
        long sequence, short type, ProtocolVersion version, int headroom, byte[] plaintext, int offset, int length) throws IOException {
      return cipher.encodePlaintext(sequence, type, version, headroom, plaintext, offset, length);
    }

    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
      return cipher.getCiphertextDecodeLimit(plaintextLimit);
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
      return cipher.getCiphertextEncodeLimit(plaintextLimit);
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
      return cipher.getPlaintextDecodeLimit(ciphertextLimit);
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
      return cipher.getPlaintextEncodeLimit(ciphertextLimit);
    }

    @Override
    public void rekeyDecoder() throws IOException {
      cipher.rekeyDecoder();
    }

    @Override
    public void rekeyEncoder() throws IOException {
      cipher.rekeyEncoder();
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
      return cipher.usesOpaqueRecordTypeDecode();
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
      return cipher.usesOpaqueRecordTypeEncode();
    }
  }
}
