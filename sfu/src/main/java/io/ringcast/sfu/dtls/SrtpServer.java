package io.ringcast.sfu.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;

/** Our side of a handshake that the peer begins. */
final class SrtpServer extends DefaultTlsServer {
  private final Handshake handshake;

  SrtpServer(Handshake handshake) {
    super(handshake.crypto());
    this.handshake = handshake;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), Handshake.ECDSA_SUITES);
  }

  @Override
  public int[] getSupportedGroups() {
    return Handshake.GROUPS.clone();
  }

  @Override
  public boolean preferLocalSupportedGroups() {
    return true;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return Handshake.TIMEOUT_MILLIS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Handshake.RESEND_MILLIS;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    handshake.choose(clientExtensions);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
    handshake.answerProfile(extensions);
    return extensions;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return handshake.credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
      new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
      TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
      null);
  }

  @Override
  public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
    handshake.verify(clientCertificate);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    handshake.export(context, false);
  }

  @Override
  public void notifyAlertReceived(short alertLevel, short alertDescription) {
    super.notifyAlertReceived(alertLevel, alertDescription);
    handshake.onAlert(alertDescription);
  }
}
