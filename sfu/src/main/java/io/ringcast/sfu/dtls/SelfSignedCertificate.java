package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A P-256 key with a certificate that only its fingerprint vouches for (RFC 8827 section 6.5). */
record SelfSignedCertificate(AsymmetricKeyParameter privateKey, Certificate chain, Fingerprint fingerprint) {
  private static final int SERIAL_BITS = 64;
  /** Peers look at the fingerprint, not at the dates; some refuse a certificate that is not valid yet by their clock. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private static final Duration VALID = Duration.ofDays(3_650);

  static SelfSignedCertificate create(BcTlsCrypto crypto, SecureRandom random) {
    try {
      ECKeyPairGenerator generator = new ECKeyPairGenerator();
      generator.init(new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
      AsymmetricCipherKeyPair pair = generator.generateKeyPair();
      BcTlsCertificate certificate = new BcTlsCertificate(crypto, sign(pair, random));
      Certificate chain = new Certificate(new TlsCertificate[] {certificate});
      return new SelfSignedCertificate(pair.getPrivate(), chain, Fingerprints.of("sha-256", certificate.getEncoded()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a P-256 certificate cannot be made", e);
    }
  }

  private static byte[] sign(AsymmetricCipherKeyPair pair, SecureRandom random) throws IOException, OperatorCreationException {
    X500Name name = new X500Name("CN=ringcast");
    Instant now = Instant.now();
    X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
      name,
      new BigInteger(SERIAL_BITS, random).setBit(0),
      Date.from(now.minus(BACKDATED)),
      Date.from(now.plus(VALID)),
      name,
      SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()));
    var signature = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    BcECContentSignerBuilder signer = new BcECContentSignerBuilder(signature, digest);
    signer.setSecureRandom(random);
    return builder.build(signer.build(pair.getPrivate())).getEncoded();
  }
}
