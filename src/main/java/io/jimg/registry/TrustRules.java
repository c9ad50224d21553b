package io.jimg.registry;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/// Which hosts are believed without proof: loopback addresses, and registries that the user lists.
final class TrustRules {

  private final Set<String> insecure;

  TrustRules(Set<String> insecure) {
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
    if (insecure.contains(host + ":" + url.port())) {
      return true;
    }
    boolean standardPort = url.port() == 443 || url.port() == 80;
    if (standardPort && insecure.contains(host)) {
      return true;
    }
    var address = Address.literal(url.host());
    return address != null && insecure.stream().anyMatch(block -> isWithin(address, block));
  }

  private static boolean isWithin(InetAddress address, String block) {
    int slash = block.indexOf('/');
    var base = slash < 0 ? null : Address.literal(block.substring(0, slash));
    if (base == null) {
      return false;
    }
    byte[] wanted = base.getAddress();
    byte[] given = address.getAddress();
    int bits = bits(block.substring(slash + 1));
    if (wanted.length != given.length || bits < 0 || bits > wanted.length * 8) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((wanted[i / 8] & mask) != (given[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
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
