package io.ringcast.sfu.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import java.util.stream.IntStream;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;

/** Our side of a handshake that we begin. */
final class SrtpClient extends DefaultTlsClient {
  private final Handshake handshake;

  SrtpClient(Handshake handshake) {
    super(handshake.crypto());
    this.handshake = handshake;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    int[] suites = IntStream.concat(IntStream.of(Handshake.ECDSA_SUITES), IntStream.of(Handshake.RSA_SUITES)).toArray();
    return TlsUtils.getSupportedCipherSuites(getCrypto(), suites);
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    Vector<Integer> groups = new Vector<>();
    for (int group : Handshake.GROUPS) {
      groups.add(group);
    }
    return groups;
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
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
    handshake.offerProfiles(extensions);
    return extensions;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    handshake.choose(serverExtensions);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate serverCertificate) throws IOException {
        handshake.verify(serverCertificate.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest certificateRequest) {
        return handshake.credentials(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    handshake.export(context, true);
  }

  @Override
  public void notifyAlertReceived(short alertLevel, short alertDescription) {
    super.notifyAlertReceived(alertLevel, alertDescription);
    handshake.onAlert(alertDescription);
  }
}
