package io.ringcast.client.dtls;

import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The client role of a DTLS-SRTP handshake. */
final class ClientEnd extends DefaultTlsClient implements DtlsEnd {
  private final DtlsTerms terms;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private boolean over;

  ClientEnd(DtlsTerms terms) {
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
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
    TlsSRTPUtils.addUseSRTPExtension(extensions, terms.offer());
    return extensions;
  }

  @Override
  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData theirs = TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (theirs == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "the server does not speak SRTP");
    }
    profile = terms.choose(theirs);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate theirs) throws IOException {
        terms.verify(theirs.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return terms.identity().signer(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile != null) {
      keys = DtlsTerms.export(context, profile, true);
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
