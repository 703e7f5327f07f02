package io.ringcast.sfu.transport;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpView;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES128_CM_SHA1_80 for SRTP and SRTCP: RFC 3711 sections 3 and 4, encryption in counter mode and an 80-bit HMAC-SHA1 tag behind it. */
final class CounterModeCipher implements PacketCipher {
  static final int TAG_BYTES = 10;
  static final int SALT_BYTES = 14;
  static final int AUTHENTICATION_KEY_BYTES = 20;

  private static final int BLOCK_BYTES = 16;
  private static final int IV_SSRC = 4;
  private static final int IV_ROLL_OVER = 8;
  private static final int IV_SEQUENCE = 12;
  private static final int IV_RTCP_INDEX = 10;
  private static final int RTCP_SSRC_OFFSET = 4;
  private static final int ROLL_OVER_BYTES = 4;

  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final Mac rtpMac;
  private final Mac rtcpMac;
  private final Cipher cipher;
  private final byte[] iv = new byte[BLOCK_BYTES];
  private final byte[] digest = new byte[AUTHENTICATION_KEY_BYTES];
  private final byte[] rollOver = new byte[ROLL_OVER_BYTES];

  private CounterModeCipher(SrtpKeyDerivation keys, int keyBytes) throws GeneralSecurityException {
    rtpKey = new SecretKeySpec(keys.derive(SrtpKeyDerivation.RTP_ENCRYPTION, keyBytes), "AES");
    rtcpKey = new SecretKeySpec(keys.derive(SrtpKeyDerivation.RTCP_ENCRYPTION, keyBytes), "AES");
    rtpSalt = keys.derive(SrtpKeyDerivation.RTP_SALT, SALT_BYTES);
    rtcpSalt = keys.derive(SrtpKeyDerivation.RTCP_SALT, SALT_BYTES);
    rtpMac = mac(keys.derive(SrtpKeyDerivation.RTP_AUTHENTICATION, AUTHENTICATION_KEY_BYTES));
    rtcpMac = mac(keys.derive(SrtpKeyDerivation.RTCP_AUTHENTICATION, AUTHENTICATION_KEY_BYTES));
    cipher = Cipher.getInstance("AES/CTR/NoPadding");
  }

  static CounterModeCipher derived(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    try {
      return new CounterModeCipher(new SrtpKeyDerivation(masterKey, masterSalt), profile.keyBytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR and HMAC-SHA1 are part of every Java platform", e);
    }
  }

  @Override
  public int rtcpIndexFromEnd() {
    return RTCP_INDEX_BYTES + TAG_BYTES;
  }

  @Override
  public int overheadBytes() {
    return TAG_BYTES + RTCP_INDEX_BYTES;
  }

  @Override
  public int protectRtp(byte[] bytes, int offset, int length, int headerLength, long index) {
    rtpIv(RtpView.ssrcOf(bytes, offset), index);
    crypt(rtpKey, bytes, offset + headerLength, length - headerLength);
    rtpTag(bytes, offset, length, index);
    System.arraycopy(digest, 0, bytes, offset + length, TAG_BYTES);
    return length + TAG_BYTES;
  }

  @Override
  public int unprotectRtp(byte[] bytes, int offset, int length, int headerLength, long index) {
    int plain = length - TAG_BYTES;
    if (plain < headerLength) {
      return NOT_AUTHENTIC;
    }
    rtpTag(bytes, offset, plain, index);
    if (!tagIs(bytes, offset + plain)) {
      return NOT_AUTHENTIC;
    }
    rtpIv(RtpView.ssrcOf(bytes, offset), index);
    crypt(rtpKey, bytes, offset + headerLength, plain - headerLength);
    return plain;
  }

  @Override
  public int protectRtcp(byte[] bytes, int offset, int length, int index) {
    rtcpIv(BigEndian.i32(bytes, offset + RTCP_SSRC_OFFSET), index);
    crypt(rtcpKey, bytes, offset + RTCP_CLEAR_BYTES, length - RTCP_CLEAR_BYTES);
    BigEndian.put32(bytes, offset + length, index | RTCP_ENCRYPTED_FLAG);
    int authenticated = length + RTCP_INDEX_BYTES;
    rtcpMac.update(bytes, offset, authenticated);
    finish(rtcpMac);
    System.arraycopy(digest, 0, bytes, offset + authenticated, TAG_BYTES);
    return authenticated + TAG_BYTES;
  }

  @Override
  public int unprotectRtcp(byte[] bytes, int offset, int length) {
    int plain = length - TAG_BYTES - RTCP_INDEX_BYTES;
    if (plain < RTCP_CLEAR_BYTES) {
      return NOT_AUTHENTIC;
    }
    rtcpMac.update(bytes, offset, length - TAG_BYTES);
    finish(rtcpMac);
    if (!tagIs(bytes, offset + length - TAG_BYTES)) {
      return NOT_AUTHENTIC;
    }
    int word = BigEndian.i32(bytes, offset + plain);
    if ((word & RTCP_ENCRYPTED_FLAG) != 0) {
      rtcpIv(BigEndian.i32(bytes, offset + RTCP_SSRC_OFFSET), word & RTCP_INDEX_MASK);
      crypt(rtcpKey, bytes, offset + RTCP_CLEAR_BYTES, plain - RTCP_CLEAR_BYTES);
    }
    return plain;
  }

  private void rtpTag(byte[] bytes, int offset, int length, long index) {
    BigEndian.put32(rollOver, 0, (int) (index >> 16));
    rtpMac.update(bytes, offset, length);
    rtpMac.update(rollOver);
    finish(rtpMac);
  }

  private void finish(Mac mac) {
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 has 20 bytes", e);
    }
  }

  private boolean tagIs(byte[] bytes, int at) {
    return MessageDigest.isEqual(Arrays.copyOf(digest, TAG_BYTES), Arrays.copyOfRange(bytes, at, at + TAG_BYTES));
  }

  private void crypt(SecretKeySpec key, byte[] bytes, int at, int length) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      cipher.doFinal(bytes, at, length, bytes, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR refused to run", e);
    }
  }

  private void rtpIv(int ssrc, long index) {
    startIv(rtpSalt, ssrc);
    xor32(IV_ROLL_OVER, (int) (index >> 16));
    iv[IV_SEQUENCE] ^= (byte) (index >> 8);
    iv[IV_SEQUENCE + 1] ^= (byte) index;
  }

  private void rtcpIv(int ssrc, int index) {
    startIv(rtcpSalt, ssrc);
    xor32(IV_RTCP_INDEX, index);
  }

  private void startIv(byte[] salt, int ssrc) {
    System.arraycopy(salt, 0, iv, 0, SALT_BYTES);
    iv[SALT_BYTES] = 0;
    iv[SALT_BYTES + 1] = 0;
    xor32(IV_SSRC, ssrc);
  }

  private void xor32(int at, int value) {
    BigEndian.put32(iv, at, BigEndian.i32(iv, at) ^ value);
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    return mac;
  }
}
