package io.ringcast.server.http;

import io.ringcast.server.config.ConfigException;
import io.ringcast.server.config.ServerSettings.Tls;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** The certificate of the HTTP port, if it has one. */
public record Certificates(@Nullable Loaded loaded) {

  /** What was read at start, and from where. */
  record Loaded(Tls files, PemPair pair, SslBundle bundle) { }

  /** Reads the PEM files; what cannot be used is refused by name. */
  public static Certificates of(@Nullable Tls tls) {
    if (tls == null) {
      return new Certificates(null);
    }
    try {
      PemPair pair = PemPair.read(tls);
      return new Certificates(new Loaded(tls, pair, pair.bundle()));
    } catch (PemPair.UnusableException e) {
      throw new ConfigException("server.tls: " + tls.certificate() + " and " + tls.key() + ": " + e.getMessage(), e);
    }
  }
}
