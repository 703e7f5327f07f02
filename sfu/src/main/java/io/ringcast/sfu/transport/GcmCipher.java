package io.ringcast.sfu.transport;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpView;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** AEAD_AES_128_GCM and AEAD_AES_256_GCM for SRTP and SRTCP: RFC 7714 sections 8 and 9. */
final class GcmCipher implements PacketCipher {
  static final int TAG_BYTES = 16;
  static final int SALT_BYTES = 12;

  private static final int TAG_BITS = 8 * TAG_BYTES;
  private static final int NONCE_SSRC = 2;
  private static final int NONCE_ROLL_OVER = 6;
  private static final int NONCE_SEQUENCE = 10;
  private static final int NONCE_RTCP_INDEX = 8;
  private static final int RTCP_SSRC_OFFSET = 4;

  private final SecretKeySpec rtpKey;
  private final byte[] rtpSalt;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtcpSalt;
  private final LoopScratch scratch;
  /** Kept, since it keeps the key's schedule; made with the first packet, since whoever only watches sends none. */
  private @Nullable Cipher rtp;
  private final byte[] nonce = new byte[SALT_BYTES];
  private final byte[] indexWord = new byte[RTCP_INDEX_BYTES];

  GcmCipher(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt, LoopScratch scratch) {
    this.rtpKey = new SecretKeySpec(rtpKey, "AES");
    this.rtpSalt = rtpSalt.clone();
    this.rtcpKey = new SecretKeySpec(rtcpKey, "AES");
    this.rtcpSalt = rtcpSalt.clone();
    this.scratch = scratch;
  }

  static GcmCipher derived(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, LoopScratch scratch) {
    SrtpKeyDerivation keys = new SrtpKeyDerivation(masterKey, masterSalt);
    return new GcmCipher(
        keys.derive(SrtpKeyDerivation.RTP_ENCRYPTION, profile.keyBytes()),
        keys.derive(SrtpKeyDerivation.RTP_SALT, SALT_BYTES),
        keys.derive(SrtpKeyDerivation.RTCP_ENCRYPTION, profile.keyBytes()),
        keys.derive(SrtpKeyDerivation.RTCP_SALT, SALT_BYTES),
        scratch);
  }

  @Override
  public int rtcpIndexFromEnd() {
    return RTCP_INDEX_BYTES;
  }

  @Override
  public int overheadBytes() {
    return TAG_BYTES + RTCP_INDEX_BYTES;
  }

  @Override
  public int protectRtp(byte[] bytes, int offset, int length, int headerLength, long index) {
    rtpNonce(RtpView.ssrcOf(bytes, offset), index);
    try {
      Cipher cipher = rtpCipher();
      cipher.init(Cipher.ENCRYPT_MODE, rtpKey, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bytes, offset, headerLength);
      int body = offset + headerLength;
      return headerLength + cipher.doFinal(bytes, body, length - headerLength, bytes, body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  public int unprotectRtp(byte[] bytes, int offset, int length, int headerLength, long index) {
    int sealed = length - headerLength;
    if (sealed < TAG_BYTES) {
      return NOT_AUTHENTIC;
    }
    rtpNonce(RtpView.ssrcOf(bytes, offset), index);
    try {
      Cipher cipher = rtpCipher();
      cipher.init(Cipher.DECRYPT_MODE, rtpKey, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bytes, offset, headerLength);
      return headerLength + open(cipher, bytes, offset + headerLength, sealed);
    } catch (AEADBadTagException e) {
      return NOT_AUTHENTIC;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to decrypt", e);
    }
  }

  @Override
  public int protectRtcp(byte[] bytes, int offset, int length, int index) {
    rtcpNonce(BigEndian.i32(bytes, offset + RTCP_SSRC_OFFSET), index);
    BigEndian.put32(indexWord, 0, index | RTCP_ENCRYPTED_FLAG);
    try {
      Cipher rtcpCipher = scratch.rtcpCipher();
      rtcpCipher.init(Cipher.ENCRYPT_MODE, rtcpKey, new GCMParameterSpec(TAG_BITS, nonce));
      rtcpCipher.updateAAD(bytes, offset, RTCP_CLEAR_BYTES);
      rtcpCipher.updateAAD(indexWord);
      int body = offset + RTCP_CLEAR_BYTES;
      int sealed = rtcpCipher.doFinal(bytes, body, length - RTCP_CLEAR_BYTES, bytes, body);
      System.arraycopy(indexWord, 0, bytes, body + sealed, RTCP_INDEX_BYTES);
      return RTCP_CLEAR_BYTES + sealed + RTCP_INDEX_BYTES;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  public int unprotectRtcp(byte[] bytes, int offset, int length) {
    if (length < RTCP_CLEAR_BYTES + TAG_BYTES + RTCP_INDEX_BYTES) {
      return NOT_AUTHENTIC;
    }
    int indexAt = offset + length - RTCP_INDEX_BYTES;
    int word = BigEndian.i32(bytes, indexAt);
    boolean encrypted = (word & RTCP_ENCRYPTED_FLAG) != 0;
    int clear = encrypted ? RTCP_CLEAR_BYTES : length - RTCP_INDEX_BYTES - TAG_BYTES;
    rtcpNonce(BigEndian.i32(bytes, offset + RTCP_SSRC_OFFSET), word & RTCP_INDEX_MASK);
    try {
      Cipher rtcpCipher = scratch.rtcpCipher();
      rtcpCipher.init(Cipher.DECRYPT_MODE, rtcpKey, new GCMParameterSpec(TAG_BITS, nonce));
      rtcpCipher.updateAAD(bytes, offset, clear);
      rtcpCipher.updateAAD(bytes, indexAt, RTCP_INDEX_BYTES);
      return clear + open(rtcpCipher, bytes, offset + clear, indexAt - offset - clear);
    } catch (AEADBadTagException e) {
      return NOT_AUTHENTIC;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to decrypt", e);
    }
  }

  /** Decrypts beside the packet and copies back what is authentic; decrypting in place would make the JDK allocate a buffer to do so. */
  private int open(Cipher opening, byte[] bytes, int at, int sealed) throws GeneralSecurityException {
    byte[] plain = scratch.plain();
    int length = opening.doFinal(bytes, at, sealed, plain, 0);
    System.arraycopy(plain, 0, bytes, at, length);
    return length;
  }

  private void rtpNonce(int ssrc, long index) {
    System.arraycopy(rtpSalt, 0, nonce, 0, SALT_BYTES);
    xor32(NONCE_SSRC, ssrc);
    xor32(NONCE_ROLL_OVER, (int) (index >> 16));
    nonce[NONCE_SEQUENCE] ^= (byte) (index >> 8);
    nonce[NONCE_SEQUENCE + 1] ^= (byte) index;
  }

  private void rtcpNonce(int ssrc, int index) {
    System.arraycopy(rtcpSalt, 0, nonce, 0, SALT_BYTES);
    xor32(NONCE_SSRC, ssrc);
    xor32(NONCE_RTCP_INDEX, index);
  }

  private void xor32(int at, int value) {
    BigEndian.put32(nonce, at, BigEndian.i32(nonce, at) ^ value);
  }

  private Cipher rtpCipher() {
    Cipher cipher = rtp;
    if (cipher == null) {
      cipher = newCipher();
      rtp = cipher;
    }
    return cipher;
  }

  static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every Java platform", e);
    }
  }
}
