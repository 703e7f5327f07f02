package io.ringcast.sfu.transport;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key and salt: RFC 3711 section 4.3 with a key derivation rate of zero; AES-256 master keys by RFC 6188; the
 * 12-byte salts of AES-GCM are extended on the right with two zero bytes (RFC 7714 section 11).
 */
final class SrtpKeyDerivation {
  static final int RTP_ENCRYPTION = 0x00;
  static final int RTP_AUTHENTICATION = 0x01;
  static final int RTP_SALT = 0x02;
  static final int RTCP_ENCRYPTION = 0x03;
  static final int RTCP_AUTHENTICATION = 0x04;
  static final int RTCP_SALT = 0x05;

  private static final int BLOCK_BYTES = 16;
  /** The label's place in the block that the master salt is exclusive-ored into. */
  private static final int LABEL_OFFSET = 7;

  private final SecretKeySpec masterKey;
  private final byte[] masterSalt;

  SrtpKeyDerivation(byte[] masterKey, byte[] masterSalt) {
    this.masterKey = new SecretKeySpec(masterKey, "AES");
    this.masterSalt = masterSalt.clone();
  }

  byte[] derive(int label, int bytes) {
    byte[] counter = Arrays.copyOf(masterSalt, BLOCK_BYTES);
    counter[LABEL_OFFSET] ^= (byte) label;
    try {
      Cipher keystream = Cipher.getInstance("AES/CTR/NoPadding");
      keystream.init(Cipher.ENCRYPT_MODE, masterKey, new IvParameterSpec(counter));
      return keystream.doFinal(new byte[bytes]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR is part of every Java platform", e);
    }
  }
}
