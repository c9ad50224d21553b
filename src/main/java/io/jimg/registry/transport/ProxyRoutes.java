package io.jimg.registry.transport;

import io.jimg.config.docker.Credential;
import io.jimg.config.network.ProxyRules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/// The way out that the environment prescribes, as okhttp wants to have it. A proxy's password goes
/// to that proxy only.
final class ProxyRoutes extends ProxySelector implements Authenticator {

  private static final String HEADER = "Proxy-Authorization";

  private final ProxyRules rules;

  ProxyRoutes(ProxyRules rules) {
    this.rules = rules;
  }

  /// A proxy that wants TLS is one of HTTP here; [Clients] sees to the TLS.
  @Override
  public List<Proxy> select(@Nullable URI uri) {
    var url = uri == null ? null : HttpUrl.get(uri);
    var proxy = url == null ? null : rules.forUrl(url.scheme(), url.host(), url.port());
    if (proxy == null) {
      return List.of(Proxy.NO_PROXY);
    }
    var address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    boolean socks = proxy.scheme().startsWith("socks");
    return List.of(new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address));
  }

  @Override
  public void connectFailed(
      @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException e) {
    // There is no second way out.
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response asked) {
    var request = asked.request();
    var url = route == null ? request.url() : route.address().url();
    var proxy = rules.forUrl(url.scheme(), url.host(), url.port());
    boolean shown = request.header(HEADER) != null;
    if (shown
        || proxy == null
        || !(proxy.credential() instanceof Credential.Basic(var user, var password))) {
      return null;
    }
    String header = Credentials.basic(user, password, StandardCharsets.UTF_8);
    return request.newBuilder().header(HEADER, header).build();
  }
}
