package io.ringcast.client.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
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
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A self-signed P-256 certificate with its key and fingerprint; the peers of one host share it. */
public final class DtlsIdentity {
  private static final Duration VALIDITY = Duration.ofDays(2);
  private static final X500Name NAME = new X500Name("CN=scripted-client");

  private final BcTlsCrypto crypto;
  private final Certificate certificate;
  private final AsymmetricKeyParameter privateKey;
  private final String fingerprint;

  private DtlsIdentity(BcTlsCrypto crypto, Certificate certificate, AsymmetricKeyParameter privateKey, String fingerprint) {
    this.crypto = crypto;
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.fingerprint = fingerprint;
  }

  public static DtlsIdentity create(SecureRandom random, Instant now) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    ECNamedDomainParameters curve =
      new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1));
    generator.init(new ECKeyGenerationParameters(curve, random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    try {
      byte[] der = selfSigned(pair, random, now);
      BcTlsCrypto crypto = new BcTlsCrypto(random);
      Certificate chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(der)});
      return new DtlsIdentity(crypto, chain, pair.getPrivate(), digest("sha-256", der));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The sha-256 digest as SDP writes it: pairs of upper-case hex digits with colons between. */
  public String fingerprint() {
    return fingerprint;
  }

  /** A certificate's digest as SDP writes it, for a hash function of RFC 8122's registry. */
  static String digest(String hash, byte[] der) {
    try {
      byte[] digest = MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT)).digest(der);
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      return "";
    }
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  TlsCredentialedSigner signer(TlsContext context) {
    SignatureAndHashAlgorithm algorithm = SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, privateKey, certificate, algorithm);
  }

  private static byte[] selfSigned(AsymmetricCipherKeyPair pair, SecureRandom random, Instant now)
    throws IOException, OperatorCreationException {
    SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic());
    X509v3CertificateBuilder builder = new X509v3CertificateBuilder(NAME, new BigInteger(64, random),
      Date.from(now.minus(VALIDITY)), Date.from(now.plus(VALIDITY)), NAME, publicKey);
    AlgorithmIdentifier signature = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    AlgorithmIdentifier hash = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    return builder.build(new BcECContentSignerBuilder(signature, hash).build(pair.getPrivate())).getEncoded();
  }
}
