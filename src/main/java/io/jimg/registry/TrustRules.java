package io.jimg.registry;

import io.jimg.config.InsecureRegistries;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

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

  /// `client` without any verification of certificates; only ever used for lenient hosts.
  OkHttpClient unverified(OkHttpClient client) {
    try {
      var trustAll = new TrustAnybody();
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trustAll}, new SecureRandom());
      return client
          .newBuilder()
          .sslSocketFactory(context.getSocketFactory(), trustAll)
          .hostnameVerifier((_, _) -> true)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static final class TrustAnybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
