package io.jimg.registry.tls;

import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Those whom the operating system trusts, read when they are first needed, once.
public final class SystemTrust implements Supplier<X509ExtendedTrustManager> {

  private final Supplier<List<String>> pem;
  private @Nullable X509ExtendedTrustManager manager;

  /// @param pem reads their certificates
  public SystemTrust(Supplier<List<String>> pem) {
    this.pem = pem;
  }

  @Override
  public synchronized X509ExtendedTrustManager get() {
    var known = manager;
    if (known == null) {
      known = Authorities.of(pem.get());
      manager = known;
    }
    return known;
  }
}
