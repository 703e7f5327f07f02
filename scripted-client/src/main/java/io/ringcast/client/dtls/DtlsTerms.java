package io.ringcast.client.dtls;

import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** What both roles of an association share: the certificate to expect, the profiles to offer, and the keys to export. */
record DtlsTerms(DtlsIdentity identity, String hash, String fingerprint, List<SrtpProfile> profiles) {
  static final int HANDSHAKE_TIMEOUT_MS = 20_000;
  static final int RESEND_MS = 200;

  static int[] cipherSuites() {
    return new int[] {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    };
  }

  UseSRTPData offer() {
    return new UseSRTPData(profiles.stream().mapToInt(SrtpProfile::id).toArray(), TlsUtils.EMPTY_BYTES);
  }

  /** Our best profile among those of the peer. */
  SrtpProfile choose(UseSRTPData theirs) throws IOException {
    for (SrtpProfile profile : profiles) {
      if (Arrays.stream(theirs.getProtectionProfiles()).anyMatch(id -> id == profile.id())) {
        return profile;
      }
    }
    throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
  }

  void verify(Certificate theirs) throws IOException {
    if (theirs.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer sent no certificate");
    }
    String digest = DtlsIdentity.digest(hash, theirs.getCertificateAt(0).getEncoded());
    if (!digest.equals(fingerprint.toUpperCase(Locale.ROOT))) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "the certificate is not the one signaled");
    }
  }

  /** RFC 5764 section 4.2: client key, server key, client salt, server salt. */
  static SrtpKeys export(TlsContext context, SrtpProfile profile, boolean asClient) {
    int key = profile.keyBytes();
    int salt = profile.saltBytes();
    byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    byte[] clientKey = Arrays.copyOfRange(all, 0, key);
    byte[] serverKey = Arrays.copyOfRange(all, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(all, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(all, 2 * key + salt, 2 * (key + salt));
    return asClient ? new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt)
      : new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt);
  }
}
