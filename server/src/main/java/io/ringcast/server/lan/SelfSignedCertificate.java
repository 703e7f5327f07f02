package io.ringcast.server.lan;

import io.ringcast.server.config.ServerSettings.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for this machine's addresses, kept on disk so that a phone which accepted it need not be asked again. */
public final class SelfSignedCertificate {

  /** Browsers refuse certificates that live longer than 398 days. */
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final Duration RENEW_BEFORE = Duration.ofDays(7);
  private static final int SERIAL_BITS = 120;
  private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SelfSignedCertificate() { }

  /** The kept pair if it still serves these addresses, else a new one. */
  public static Tls in(Path folder, Collection<InetAddress> addresses, Instant now, SecureRandom random) throws IOException {
    Tls files = new Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    if (Files.isReadable(files.certificate()) && Files.isReadable(files.key()) && serves(files.certificate(), addresses, now)) {
      return files;
    }
    Files.createDirectories(folder);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      byte[] certificate = sign(pair, addresses, now, random);
      Files.deleteIfExists(files.key());
      Files.createFile(files.key(), OWNER_ONLY);
      Files.writeString(files.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.writeString(files.certificate(), pem("CERTIFICATE", certificate));
      return files;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot make a self-signed certificate", e);
    }
  }

  private static boolean serves(Path file, Collection<InetAddress> addresses, Instant now) throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      List<String> kept = names == null ? List.of() : names.stream().map(name -> String.valueOf(name.get(1))).toList();
      return kept.containsAll(addresses.stream().map(InetAddress::getHostAddress).toList())
        && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] sign(KeyPair pair, Collection<InetAddress> addresses, Instant now, SecureRandom random)
      throws OperatorCreationException, IOException {
    X500Name subject = new X500Name("CN=Ringcast on this network");
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress())));
    JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(subject, new BigInteger(SERIAL_BITS, random),
      Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(LIFETIME)), subject, pair.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
    return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())).getEncoded();
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
