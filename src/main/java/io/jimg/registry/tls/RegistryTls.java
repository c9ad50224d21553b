package io.jimg.registry.tls;

import io.jimg.config.RegistryCertificates;
import io.jimg.error.InvalidInput;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// How TLS is spoken with one host.
///
/// @param trust decides about the host's certificate; its name is for the caller to check
public record RegistryTls(SSLSocketFactory sockets, X509TrustManager trust) {

  /// Verified TLS: believed are, beside the JDK's and the system's authorities, those of `own` and
  /// of `sender`; shown is what stands in `own` alone.
  ///
  /// @param own what the user keeps for the host
  /// @param sender what the user keeps for the registry that sent us to the host
  /// @param system the system's authorities, asked for when nobody else vouches
  /// @param clock says whether the host's certificate has expired
  /// @throws InvalidInput when a client certificate of `own` cannot be used
  public static RegistryTls verified(
      RegistryCertificates own,
      RegistryCertificates sender,
      Supplier<X509ExtendedTrustManager> system,
      InstantSource clock) {
    var sets = new ArrayList<Supplier<X509ExtendedTrustManager>>();
    addAll(sets, own);
    addAll(sets, sender);
    sets.add(Authorities::ofJdk);
    sets.add(system);
    var keys = own.pairs().isEmpty() ? new KeyManager[0] : ClientIdentity.keyManagers(own.pairs());
    return of(keys, new Authorities(sets, clock));
  }

  /// TLS with anybody.
  public static RegistryTls unverified() {
    return of(new KeyManager[0], new Anybody());
  }

  private static void addAll(
      List<Supplier<X509ExtendedTrustManager>> sets, RegistryCertificates certificates) {
    if (!certificates.authorities().isEmpty()) {
      var manager = Authorities.of(certificates.authorities());
      sets.add(() -> manager);
    }
  }

  private static RegistryTls of(KeyManager[] keys, X509TrustManager trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      return new RegistryTls(new TlsSockets(context.getSocketFactory()), trust);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
