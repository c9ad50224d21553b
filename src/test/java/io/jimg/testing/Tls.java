package io.jimg.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key with its certificate, made for one test: an authority, or what one issued. Made by hand
/// because keytool takes a second for each and JDK's own classes for it are not for us.
public final class Tls {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final Period YEAR = Period.ofYears(1);

  private final String name;
  private final KeyPair keys;
  private final Certificate certificate;

  private Tls(String name, KeyPair keys, Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /// Somebody who issues certificates and is to be trusted or not.
  public static Tls authority(String name) {
    var keys = keys();
    byte[] extension = Der.sequence(Der.yes());
    byte[] constraints = extension(Der.oid("2.5.29.19"), extension);
    return new Tls(name, keys, sign(name, keys, name, keys, Instant.now(), constraints));
  }

  /// A certificate for a host name or a literal address, good for a year from now.
  public Tls issue(String host) {
    return issue(host, Instant.now());
  }

  /// A certificate that was good until last year.
  public Tls issueExpired(String host) {
    return issue(
        host, Instant.now().atOffset(ZoneOffset.UTC).minus(YEAR.multipliedBy(3)).toInstant());
  }

  private Tls issue(String host, Instant from) {
    var subject = keys();
    boolean literal = Character.isDigit(host.charAt(0));
    byte[] alternative =
        literal
            ? Der.tagged(0x87, InetAddress.ofLiteral(host).getAddress())
            : Der.tagged(0x82, host.getBytes(US_ASCII));
    byte[] names = extension(Der.oid("2.5.29.17"), Der.sequence(alternative));
    return new Tls(host, subject, sign(name, keys, host, subject, from, names));
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return Der.sequence(oid, Der.yes(), Der.octets(value));
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
  }

  /// RFC 5280, 4.1.
  private static Certificate sign(
      String issuer, KeyPair by, String subject, KeyPair of, Instant from, byte[] extension) {
    var start = from.atOffset(ZoneOffset.UTC).minusDays(1);
    byte[] toBeSigned =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(2)),
            Der.integer(Math.abs((long) of.getPublic().hashCode())),
            ECDSA_SHA256,
            name(issuer),
            Der.sequence(Der.time(start.toInstant()), Der.time(start.plus(YEAR).toInstant())),
            name(subject),
            of.getPublic().getEncoded(),
            Der.tagged(0xa3, Der.sequence(extension)));
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by.getPrivate());
      signature.update(toBeSigned);
      byte[] der = Der.sequence(toBeSigned, ECDSA_SHA256, Der.bits(signature.sign()));
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Shows this certificate, and trusts what `authorities` issued.
  public SSLContext context(Tls... authorities) {
    try {
      var own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry("own", keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
      var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(own, PASSWORD);
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (var authority : authorities) {
        trusted.setCertificateEntry(authority.name, authority.certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A signature with this key over `content` as JSON Web Signatures have it (ES256).
  public byte[] sign(byte[] content) {
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The certificate (DER).
  public byte[] certificate() {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Writes the certificate as PEM: an authority's `ca.crt`, a client's `client.cert`.
  public void writeCertificate(Path file) {
    try {
      write(file, "CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Writes the private key as PEM (PKCS #8): `client.key`.
  public void writeKey(Path file) {
    write(file, "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static void write(Path file, String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      Files.writeString(
          file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
