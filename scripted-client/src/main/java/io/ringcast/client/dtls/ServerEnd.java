package io.ringcast.client.dtls;

import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The server role of a DTLS-SRTP handshake; it asks for the client's certificate. */
final class ServerEnd extends DefaultTlsServer implements DtlsEnd {
  private final DtlsTerms terms;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private boolean over;

  ServerEnd(DtlsTerms terms) {
    super(terms.identity().crypto());
    this.terms = terms;
  }

  @Override
  public @Nullable SrtpKeys keys() {
    return keys;
  }

  @Override
  public boolean over() {
    return over;
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    over |= level == AlertLevel.fatal || description == AlertDescription.close_notify;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return DtlsTerms.cipherSuites();
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData theirs = TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (theirs == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "the client does not speak SRTP");
    }
    profile = terms.choose(theirs);
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
    if (profile != null) {
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES));
    }
    return extensions;
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  public CertificateRequest getCertificateRequest() {
    Vector algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
    return new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign}, algorithms, null);
  }

  @Override
  public void notifyClientCertificate(Certificate theirs) throws IOException {
    terms.verify(theirs);
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return terms.identity().signer(context);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile != null) {
      keys = DtlsTerms.export(context, profile, false);
    }
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return DtlsTerms.HANDSHAKE_TIMEOUT_MS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsTerms.RESEND_MS;
  }
}
