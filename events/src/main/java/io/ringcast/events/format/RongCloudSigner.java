package io.ringcast.events.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * RongCloud's way: {@code signature} is the SHA-1 of secret, nonce and timestamp, in lower-case hex. Receivers read it from the headers or
 * from the URL, so it is in both. It does not cover the body: use HTTPS.
 */
public final class RongCloudSigner implements Signer {

  @Override
  public Signature sign(Body body, SigningKey key, Instant now, RandomGenerator random) {
    // At most 18 digits, as its documentation says.
    String nonce = Long.toString(random.nextLong(1_000_000_000_000_000_000L));
    String timestamp = Long.toString(now.toEpochMilli());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("appKey", key.key());
    fields.put("nonce", nonce);
    fields.put("timestamp", timestamp);
    fields.put("signature", sha1(key.secret() + nonce + timestamp));
    return new Signature(fields, fields);
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
