package io.jimg.config.network;

import io.jimg.config.docker.Credential;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The passwords of SOCKS proxies. The JDK asks for them in this way only, for the whole process;
/// it asks nobody else here, and no other host is told.
public final class SocksPasswords extends Authenticator {

  private final List<ProxyRules.Proxy> proxies;

  private SocksPasswords(List<ProxyRules.Proxy> proxies) {
    this.proxies = proxies;
  }

  /// The passwords of the proxies that the environment names.
  public static SocksPasswords of(Map<String, String> env) {
    return new SocksPasswords(ProxyRules.of(env).proxies());
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
