package io.ringcast.sfu.dtls;

import io.ringcast.sfu.wire.BigEndian;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsImplUtils;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted records of one association once its handshake is done: DTLS 1.2 (RFC 6347 section 4.1), epoch 1, with AES-GCM (RFC 5288) or
 * ChaCha20-Poly1305 (RFC 7905). Two keys and a counter are all that an association keeps for them; the ciphers are its loop's.
 *
 * <pre>
 * | type | version | epoch | sequence number | length |   header, 13 bytes
 * | explicit nonce, 8 bytes (AES-GCM) | content, encrypted | tag, 16 bytes |
 * </pre>
 */
final class SealedRecords {
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;

  static final int HEADER_BYTES = 13;
  private static final int VERSION_AT = 1;
  private static final int EPOCH_AT = 3;
  private static final int LENGTH_AT = 11;
  /** Epoch and sequence number together, which ciphers take for one number. */
  private static final int NUMBER_BYTES = 8;
  private static final int DTLS_1_2 = 0xFEFD;
  private static final int EPOCH = 1;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int GCM_SALT_BYTES = 4;
  private static final int AAD_TYPE_AT = 8;
  private static final int AAD_VERSION_AT = 9;
  private static final int AAD_LENGTH_AT = 11;

  /** The handshake numbers its own records of this epoch from 0, a Finished for each time it is repeated: a few. */
  private static final long FIRST_NUMBER = ((long) EPOCH << 48) + (1 << 16);

  private final boolean gcm;
  private final SecretKeySpec writeKey;
  private final SecretKeySpec readKey;
  private final byte[] writeIv;
  private final byte[] readIv;
  private long nextNumber = FIRST_NUMBER;

  private SealedRecords(boolean gcm, byte[] keyBlock, int keyBytes, int ivBytes, boolean server) {
    this.gcm = gcm;
    String algorithm = gcm ? "AES" : "ChaCha20";
    SecretKeySpec clientKey = new SecretKeySpec(keyBlock, 0, keyBytes, algorithm);
    SecretKeySpec serverKey = new SecretKeySpec(keyBlock, keyBytes, keyBytes, algorithm);
    byte[] clientIv = Arrays.copyOfRange(keyBlock, 2 * keyBytes, 2 * keyBytes + ivBytes);
    byte[] serverIv = Arrays.copyOfRange(keyBlock, 2 * keyBytes + ivBytes, 2 * (keyBytes + ivBytes));
    writeKey = server ? serverKey : clientKey;
    readKey = server ? clientKey : serverKey;
    writeIv = server ? serverIv : clientIv;
    readIv = server ? clientIv : serverIv;
  }

  /** What a handshake that just chose its cipher goes on with; null for a cipher we do not offer. */
  static @Nullable SealedRecords of(TlsCryptoParameters parameters, int encryptionAlgorithm) {
    return switch (encryptionAlgorithm) {
      case EncryptionAlgorithm.AES_128_GCM -> of(parameters, true, 16, GCM_SALT_BYTES);
      case EncryptionAlgorithm.AES_256_GCM -> of(parameters, true, 32, GCM_SALT_BYTES);
      case EncryptionAlgorithm.CHACHA20_POLY1305 -> of(parameters, false, 32, NONCE_BYTES);
      default -> null;
    };
  }

  /** The key block of RFC 5246 section 6.3: client's key, server's key, client's IV, server's IV. */
  private static SealedRecords of(TlsCryptoParameters parameters, boolean gcm, int keyBytes, int ivBytes) {
    byte[] keyBlock = TlsImplUtils.calculateKeyBlock(parameters, 2 * (keyBytes + ivBytes));
    return of(keyBlock, gcm, keyBytes, ivBytes, parameters.isServer());
  }

  static SealedRecords of(byte[] keyBlock, boolean gcm, int keyBytes, int ivBytes, boolean server) {
    return new SealedRecords(gcm, keyBlock, keyBytes, ivBytes, server);
  }

  /** A datagram with this content in a record of its own. */
  byte[] seal(int type, byte[] content) {
    long number = nextNumber++;
    int explicit = gcm ? NUMBER_BYTES : 0;
    byte[] record = new byte[HEADER_BYTES + explicit + content.length + TAG_BYTES];
    record[0] = (byte) type;
    BigEndian.put16(record, VERSION_AT, DTLS_1_2);
    putNumber(record, EPOCH_AT, number);
    BigEndian.put16(record, LENGTH_AT, record.length - HEADER_BYTES);
    if (gcm) {
      putNumber(record, HEADER_BYTES, number);
    }
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, writeKey, nonce(writeIv, number));
      cipher.updateAAD(associated(record, 0, content.length));
      cipher.doFinal(content, 0, content.length, record, HEADER_BYTES + explicit);
      return record;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a DTLS record cannot be sealed", e);
    }
  }

  /** The content of the record at {@code at}, which ends before {@code end}; null when it is not of this epoch or not authentic. */
  byte @Nullable [] open(byte[] bytes, int at, int end) {
    int explicit = gcm ? NUMBER_BYTES : 0;
    int length = end - at - HEADER_BYTES - explicit - TAG_BYTES;
    if (length < 0 || BigEndian.u16(bytes, at + EPOCH_AT) != EPOCH || BigEndian.u16(bytes, at + VERSION_AT) != DTLS_1_2) {
      return null;
    }
    long number = number(bytes, at + (gcm ? HEADER_BYTES : EPOCH_AT));
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, readKey, nonce(readIv, number));
      cipher.updateAAD(associated(bytes, at, length));
      return cipher.doFinal(bytes, at + HEADER_BYTES + explicit, length + TAG_BYTES);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a DTLS record cannot be opened", e);
    }
  }

  /** Where the record at {@code at} ends; negative when it is not whole. */
  static int endOf(byte[] bytes, int at, int end) {
    if (end - at < HEADER_BYTES) {
      return -1;
    }
    int recordEnd = at + HEADER_BYTES + BigEndian.u16(bytes, at + LENGTH_AT);
    return recordEnd <= end ? recordEnd : -1;
  }

  private Cipher cipher(int mode, SecretKeySpec key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = RecordCiphers.ofThisThread().cipher(gcm, mode);
    AlgorithmParameterSpec parameters = gcm ? new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce) : new IvParameterSpec(nonce);
    cipher.init(mode, key, parameters);
    return cipher;
  }

  /** AES-GCM puts the number behind its salt, ChaCha20-Poly1305 adds it to its IV. */
  private byte[] nonce(byte[] iv, long number) {
    byte[] nonce = Arrays.copyOf(iv, NONCE_BYTES);
    for (int i = 0; i < NUMBER_BYTES; i++) {
      nonce[NONCE_BYTES - 1 - i] ^= (byte) (number >>> (Byte.SIZE * i));
    }
    return nonce;
  }

  /** RFC 5246 section 6.2.3.3: epoch and sequence number, type, version, length of the content. */
  private static byte[] associated(byte[] record, int at, int contentLength) {
    byte[] data = new byte[HEADER_BYTES];
    System.arraycopy(record, at + EPOCH_AT, data, 0, NUMBER_BYTES);
    data[AAD_TYPE_AT] = record[at];
    System.arraycopy(record, at + VERSION_AT, data, AAD_VERSION_AT, Short.BYTES);
    BigEndian.put16(data, AAD_LENGTH_AT, contentLength);
    return data;
  }

  private static void putNumber(byte[] bytes, int at, long number) {
    BigEndian.put32(bytes, at, (int) (number >>> Integer.SIZE));
    BigEndian.put32(bytes, at + Integer.BYTES, (int) number);
  }

  private static long number(byte[] bytes, int at) {
    return (long) BigEndian.i32(bytes, at) << Integer.SIZE | Integer.toUnsignedLong(BigEndian.i32(bytes, at + Integer.BYTES));
  }
}
