package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Binding requests with a good MESSAGE-INTEGRITY, which no mutation would find. */
final class Checks {
  private static final int HEADER_BYTES = 20;
  private static final int INTEGRITY_BYTES = 24;
  private static final int LENGTH_OFFSET = 2;
  private static final int ROOM_BYTES = 600;
  private static final byte[] TRANSACTION = new byte[12];

  private Checks() {}

  static Mac mac(IceCredentials credentials) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(credentials.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 is part of every Java platform", e);
    }
  }

  /** A check as a full agent sends it. */
  static byte[] request(IceCredentials local, Mac mac, Consumer<StunWriter> more) {
    byte[] bytes = new byte[ROOM_BYTES];
    StunWriter writer = new StunWriter().beginBindingRequest(bytes, 0, bytes.length, TRANSACTION).username(local.ufrag() + ":peer");
    more.accept(writer);
    return Arrays.copyOf(bytes, writer.integrity(mac).fingerprint().length());
  }

  /** A signed check whose attributes behind USERNAME are any bytes. */
  static byte[] requestWith(IceCredentials local, Mac mac, byte[] attributes) {
    byte[] head = new byte[ROOM_BYTES];
    int headLength = new StunWriter().beginBindingRequest(head, 0, head.length, TRANSACTION).username(local.ufrag() + ":peer").length();
    byte[] bytes = Arrays.copyOf(head, headLength + attributes.length + INTEGRITY_BYTES);
    System.arraycopy(attributes, 0, bytes, headLength, attributes.length);
    int end = headLength + attributes.length;
    bytes[end] = 0;
    bytes[end + 1] = 0x08;
    bytes[end + 2] = 0;
    bytes[end + 3] = 20;
    int length = bytes.length - HEADER_BYTES;
    bytes[LENGTH_OFFSET] = (byte) (length >>> 8);
    bytes[LENGTH_OFFSET + 1] = (byte) length;
    mac.update(bytes, 0, end);
    byte[] digest = mac.doFinal();
    System.arraycopy(digest, 0, bytes, end + 4, digest.length);
    return bytes;
  }
}
