package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.Fingerprint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Digests of certificates as SDP writes them (RFC 8122). SHA-1 and weaker prove nothing and match nothing. */
final class Fingerprints {
  private static final Map<String, String> DIGESTS = Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");
  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private Fingerprints() {}

  static Fingerprint of(String algorithm, byte[] certificate) {
    String digest = DIGESTS.get(algorithm);
    if (digest == null) {
      throw new IllegalArgumentException("no digest " + algorithm);
    }
    try {
      return new Fingerprint(algorithm, HEX.formatHex(MessageDigest.getInstance(digest).digest(certificate)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-2 is part of every Java platform", e);
    }
  }

  /** Whether a certificate has one of the announced fingerprints. */
  static boolean match(byte[] certificate, List<Fingerprint> announced) {
    for (Fingerprint each : announced) {
      String algorithm = each.algorithm().toLowerCase(Locale.ROOT);
      if (DIGESTS.containsKey(algorithm) && of(algorithm, certificate).value().equalsIgnoreCase(each.value())) {
        return true;
      }
    }
    return false;
  }
}
