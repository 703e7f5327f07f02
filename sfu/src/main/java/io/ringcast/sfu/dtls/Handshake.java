package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What both roles of one handshake do alike: our certificate, the peer's fingerprint, the SRTP profile, the exported keys. */
final class Handshake {
  /** Longer than a transport waits for its set-up, which ends the association. */
  static final int TIMEOUT_MILLIS = 40_000;

  /** RFC 6347 proposes a second; WebRTC stacks start far lower, since a call's first second counts. BouncyCastle doubles it each time. */
  static final int RESEND_MILLIS = 250;

  /** X25519 first: the fastest, and what browsers send a key share for. */
  static final int[] GROUPS = {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};

  /** For our own ECDSA certificate. */
  static final int[] ECDSA_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
  };

  /** For servers with an RSA certificate too. */
  static final int[] RSA_SUITES = {
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
  };

  private static final List<SrtpProfile> PROFILES =
    List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES128_CM_SHA1_80);

  private final BoundedCrypto crypto;
  private final SelfSignedCertificate certificate;
  private final List<Fingerprint> remote;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private boolean fingerprintMismatch;
  private boolean remoteClosed;

  Handshake(BoundedCrypto crypto, SelfSignedCertificate certificate, List<Fingerprint> remote) {
    this.crypto = crypto;
    this.certificate = certificate;
    this.remote = remote;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  TlsCredentialedSigner credentials(TlsContext context) {
    return new BcDefaultTlsCredentialedSigner(
      new TlsCryptoParameters(context),
      crypto,
      certificate.privateKey(),
      certificate.chain(),
      new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /** Refuses a peer whose certificate signaling did not announce. */
  void verify(@Nullable Certificate peer) throws IOException {
    if (peer == null || peer.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no certificate");
    }
    if (!Fingerprints.match(peer.getCertificateAt(0).getEncoded(), remote)) {
      fingerprintMismatch = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "fingerprint");
    }
  }

  /** Adds use_srtp with all our profiles, as a client. */
  @SuppressWarnings("rawtypes")
  void offerProfiles(Hashtable extensions) throws IOException {
    int[] ids = PROFILES.stream().mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, null));
  }

  /** Adds use_srtp with the chosen profile, as a server. */
  @SuppressWarnings("rawtypes")
  void answerProfile(Hashtable extensions) throws IOException {
    if (profile != null) {
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {profile.id()}, null));
    }
  }

  /** Chooses our best among the peer's profiles: a client's offer, or the one a server answered. */
  @SuppressWarnings("rawtypes")
  void choose(@Nullable Hashtable extensions) throws IOException {
    UseSRTPData data = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    int[] offered = data == null ? new int[0] : data.getProtectionProfiles();
    for (SrtpProfile each : PROFILES) {
      for (int id : offered) {
        if (profile == null && id == each.id()) {
          profile = each;
        }
      }
    }
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
    }
  }

  /** Exports the SRTP keys (RFC 5764 section 4.2): client's key, server's key, client's salt, server's salt. */
  void export(TlsContext context, boolean weAreClient) throws IOException {
    SrtpProfile chosen = profile;
    if (chosen == null) {
      throw new TlsFatalAlert(AlertDescription.internal_error, "no SRTP profile");
    }
    int key = chosen.keyBytes();
    int salt = chosen.saltBytes();
    byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    byte[] clientKey = Arrays.copyOfRange(material, 0, key);
    byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
    keys = weAreClient
      ? new SrtpKeys(chosen, serverKey, serverSalt, clientKey, clientSalt)
      : new SrtpKeys(chosen, clientKey, clientSalt, serverKey, serverSalt);
  }

  /** The exported keys; null before the handshake is complete. */
  @Nullable SrtpKeys keys() {
    return keys;
  }

  /** What goes on once the handshake is complete; null before. */
  @Nullable SealedRecords records() {
    return crypto.records();
  }

  void onAlert(short description) {
    remoteClosed |= description == AlertDescription.close_notify;
  }

  /** Why a handshake that did not complete failed. */
  CloseReason failure() {
    if (fingerprintMismatch) {
      return CloseReason.FINGERPRINT_MISMATCH;
    }
    return remoteClosed ? CloseReason.REMOTE_CLOSED : CloseReason.HANDSHAKE_FAILED;
  }
}
