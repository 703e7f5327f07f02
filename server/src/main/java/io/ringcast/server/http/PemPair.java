package io.ringcast.server.http;

import io.ringcast.server.config.ServerSettings.Tls;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The text of a certificate chain and its private key, as they were read together. */
record PemPair(String certificate, String key) {
  private static final byte[] PROBE = {1, 2, 3};

  /** One line for the log or the console. */
  static final class UnusableException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    UnusableException(String message, Throwable cause) {
      super(message, cause);
    }

    UnusableException(String message) {
      super(message);
    }
  }

  static PemPair read(Tls files) throws UnusableException {
    try {
      return new PemPair(Files.readString(files.certificate()), Files.readString(files.key()));
    } catch (IOException e) {
      throw new UnusableException("a file cannot be read: " + e, e);
    }
  }

  /** What a server needs of the pair; refused when it is no PEM, or the key belongs to another certificate. */
  SslBundle bundle() throws UnusableException {
    requirePem(certificate, "the certificate chain");
    requirePem(key, "the private key");
    try {
      PemSslStore store = PemSslStore.load(PemSslStoreDetails.forCertificate(certificate).withPrivateKey(key));
      if (store == null) {
        throw new UnusableException("not a PEM certificate chain and its private key: nothing is in it");
      }
      requireMatch(store);
      SslBundle bundle = SslBundle.of(new PemSslStoreBundle(store, null));
      bundle.createSslContext();
      return bundle;
    } catch (GeneralSecurityException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UnusableException("not a PEM certificate chain and its private key: " + cause.getMessage(), e);
    }
  }

  /** A text that is no PEM would be taken for the name of a file. */
  private static void requirePem(String text, String what) throws UnusableException {
    if (!text.contains("-----BEGIN ")) {
      throw new UnusableException("not a PEM certificate chain and its private key: " + what + " has no -----BEGIN line");
    }
  }

  private static void requireMatch(PemSslStore store) throws GeneralSecurityException, UnusableException {
    PrivateKey secret = store.privateKey();
    List<X509Certificate> chain = store.certificates();
    if (secret == null || chain == null || chain.isEmpty()) {
      throw new UnusableException("not a PEM certificate chain and its private key: one of the two is missing");
    }
    PublicKey open = chain.getFirst().getPublicKey();
    Signature signature = Signature.getInstance(algorithm(open));
    boolean matches = false;
    if (secret.getAlgorithm().equals(open.getAlgorithm())) {
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROBE);
      matches = signature.verify(signed);
    }
    if (!matches) {
      throw new UnusableException("the private key does not belong to the chain's first certificate");
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  @Override
  public String toString() {
    return "PemPair";
  }
}
