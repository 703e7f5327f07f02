package io.ringcast.relay.support;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test's own. */
public final class TestAuthority {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final X500Principal NAME = new X500Principal("CN=an authority");

  private final KeyPair key = pair();
  private final X509Certificate certificate;
  private long serial = 1;

  public TestAuthority() throws GeneralSecurityException, IOException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(NAME, BigInteger.ONE, Date.from(now.minus(Duration.ofDays(100))),
      Date.from(now.plus(Duration.ofDays(100))), NAME, key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    certificate = signed(builder);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter().getCertificate(
      builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
  }

  /** A server of this name, or address, whose certificate is good until some days from now, or was. */
  public SSLContext server(int kind, String name, long days) throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair own = pair();
    Instant end = Instant.now().plus(Duration.ofDays(days));
    JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(NAME, BigInteger.valueOf(++serial),
      Date.from(end.minus(Duration.ofDays(90))), Date.from(end), new X500Principal("CN=a server"), own.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(kind, name)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", own.getPrivate(), PASSWORD, new X509Certificate[] {signed(builder), certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Who believes this authority and no other. */
  public SSLContext client() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
