package io.jimg.config;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The passwords of SOCKS proxies. The JDK asks for them in this way only, for the whole process;
/// it asks nobody else here, and no other host is told.
public final class SocksPasswords extends Authenticator {

  private static final String[] VARIABLES = {
    "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"
  };

  private final List<ProxyRules.Proxy> proxies;

  private SocksPasswords(List<ProxyRules.Proxy> proxies) {
    this.proxies = proxies;
  }

  /// Null where the environment names no such proxy. Every command asks, so the proxies are read
  /// only where there is one.
  public static @Nullable SocksPasswords of(Map<String, String> env) {
    for (String name : VARIABLES) {
      if (env.getOrDefault(name, "").startsWith("socks5")) {
        return new SocksPasswords(ProxyRules.of(env).proxies());
      }
    }
    return null;
  }

  @Override
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    for (var proxy : proxies) {
      if ("SOCKS5".equals(getRequestingProtocol())
          && proxy.host().equals(getRequestingHost())
          && proxy.port() == getRequestingPort()
          && proxy.credential() instanceof Credential.Basic(var user, var password)) {
        return new PasswordAuthentication(user, password.toCharArray());
      }
    }
    return null;
  }
}
