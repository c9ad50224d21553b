package io.jimg.registry.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Believes what any of several sets of authorities vouches for. A set is read when those before it
/// did not vouch: the system's takes longer to read than most commands run.
final class Authorities extends X509ExtendedTrustManager {

  private static final Authorities NOBODY = new Authorities(List.of(), InstantSource.system());

  /// Reading the JDK's takes tens of milliseconds: once, and only where TLS is spoken.
  private static final class Jdk {
    private static final X509ExtendedTrustManager MANAGER = manager(null);
  }

  private final List<Supplier<X509ExtendedTrustManager>> sets;
  private final InstantSource clock;

  /// @param sets in the order in which they are asked, each asked for every time
  /// @param clock says whether a server's certificate has expired
  Authorities(List<Supplier<X509ExtendedTrustManager>> sets, InstantSource clock) {
    this.sets = List.copyOf(sets);
    this.clock = clock;
  }

  /// Those that come with the JDK.
  static X509ExtendedTrustManager ofJdk() {
    return Jdk.MANAGER;
  }

  /// @param pem certificates, several in one text included
  static X509ExtendedTrustManager of(List<String> pem) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int count = 0;
      for (String text : pem) {
        for (Certificate certificate : ClientIdentity.certificates(text)) {
          store.setCertificateEntry("ca" + count++, certificate);
        }
      }
      return count == 0 ? NOBODY : manager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK keeps certificates in memory", e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has a trust manager", e);
    }
  }

  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  /// Told is what is wrong with the certificate itself, else what a set says that knows the issuer,
  /// if there is one: that the issuer's own has expired, for one.
  private void anyOf(X509Certificate[] chain, @Nullable String host, Check check)
      throws CertificateException {
    new ServerCertificate(chain[0], clock.instant()).check(host);
    CertificateException told = new Distrust("certificate signed by unknown authority");
    for (var set : sets) {
      try {
        check.by(set.get());
        return;
      } catch (CertificateException e) {
        boolean known = e.getCause() instanceof CertPathValidatorException;
        told = known && told instanceof Distrust ? e : told;
      }
    }
    throw told;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    boolean tls = socket instanceof SSLSocket;
    anyOf(
        chain,
        tls ? ((SSLSocket) socket).getHandshakeSession().getPeerHost() : null,
        manager -> manager.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    anyOf(chain, engine.getPeerHost(), manager -> manager.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    anyOf(chain, null, manager -> manager.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw notAServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw notAServer();
  }

  private static CertificateException notAServer() {
    return new CertificateException("we are no server");
  }

  /// Empty: it only matters to servers, and to pinning, which is not done here.
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
