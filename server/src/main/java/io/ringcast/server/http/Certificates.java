package io.ringcast.server.http;

import io.ringcast.server.config.ConfigException;
import io.ringcast.server.config.ServerSettings.Tls;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The certificate of the HTTP port, if it has one. */
public record Certificates(@Nullable SslBundle bundle) {

  /** Reads the PEM files; what cannot be used is refused by name. */
  public static Certificates of(@Nullable Tls tls) {
    if (tls == null) {
      return new Certificates(null);
    }
    try {
      PemSslStoreDetails details = PemSslStoreDetails.forCertificate("file:" + tls.certificate().toAbsolutePath())
        .withPrivateKey("file:" + tls.key().toAbsolutePath());
      PemSslStoreBundle stores = new PemSslStoreBundle(details, null);
      SslBundle bundle = SslBundle.of(stores);
      bundle.createSslContext();
      return new Certificates(bundle);
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigException("server.tls: " + tls.certificate() + " and " + tls.key()
        + " are not a PEM certificate chain and its private key: " + cause.getMessage(), e);
    }
  }
}
