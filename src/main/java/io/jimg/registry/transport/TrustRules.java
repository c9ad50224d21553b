package io.jimg.registry.transport;

import io.jimg.config.network.InsecureRegistries;
import java.util.List;
import okhttp3.HttpUrl;

/// Which hosts are believed without proof: loopback addresses, and registries that the user lists.
final class TrustRules {

  private final InsecureRegistries insecure;

  TrustRules(InsecureRegistries insecure) {
    this.insecure = insecure;
  }

  static boolean isLoopback(HttpUrl url) {
    return Address.of(url.host()) == Address.LOOPBACK;
  }

  /// Whether the host of `url` may do without TLS, or with a certificate of anybody.
  boolean isLenient(HttpUrl url) {
    return isLoopback(url) || isListed(url);
  }

  private boolean isListed(HttpUrl url) {
    String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
    boolean standardPort = url.port() == HttpUrl.defaultPort(url.scheme());
    return (standardPort && insecure.contains(host, _ -> List.of()))
        || insecure.contains(host + ":" + url.port(), _ -> List.of());
  }
}
