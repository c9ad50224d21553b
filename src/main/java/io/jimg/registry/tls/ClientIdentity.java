package io.jimg.registry.tls;

import io.jimg.config.RegistryCertificates;
import io.jimg.error.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/// What we show to a registry that asks who we are in TLS.
final class ClientIdentity {

  private static final char[] NO_PASSWORD = new char[0];
  private static final byte[] SAMPLE = {1};

  private ClientIdentity() {}

  /// Every certificate in PEM `text`; those that are none are passed over, as in Go.
  static List<Certificate> certificates(String text) {
    var certificates = new ArrayList<Certificate>();
    for (var pem : Pem.documents(text)) {
      if (pem.label().equals("CERTIFICATE")) {
        try {
          certificates.add(factory().generateCertificate(new ByteArrayInputStream(pem.document())));
        } catch (CertificateException e) {
          // as if it were not there
        }
      }
    }
    return certificates;
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }

  /// @throws InvalidInput with the texts of Go's tls.LoadX509KeyPair
  static KeyManager[] keyManagers(List<RegistryCertificates.Pair> pairs) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (var pair : pairs) {
        var chain = certificates(pair.certificate());
        if (chain.isEmpty()) {
          throw invalid("failed to find any PEM data in certificate input");
        }
        store.setKeyEntry(
            pair.file().toString(), key(pair, chain.getFirst()), NO_PASSWORD, array(chain));
      }
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK keeps keys in memory", e);
    }
  }

  private static Certificate[] array(List<Certificate> chain) {
    return chain.toArray(Certificate[]::new);
  }

  private static PrivateKey key(RegistryCertificates.Pair pair, Certificate certificate) {
    var found = Pem.documents(pair.key());
    found.removeIf(pem -> !pem.label().endsWith("PRIVATE KEY"));
    if (found.isEmpty()) {
      throw invalid("failed to find any PEM data in key input");
    }
    @Nullable PrivateKey key = PrivateKeys.read(found.getFirst());
    if (key == null) {
      throw invalid("failed to parse private key");
    }
    if (!fits(key, certificate)) {
      throw invalid("private key does not match public key");
    }
    return key;
  }

  private static boolean fits(PrivateKey key, Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static InvalidInput invalid(String problem) {
    return new InvalidInput("tls: " + problem);
  }
}
