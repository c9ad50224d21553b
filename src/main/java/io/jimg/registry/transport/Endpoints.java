package io.jimg.registry.transport;

import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.settings.RegistrySettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/// Where registries are and whether they speak TLS. A loopback host is asked in plain HTTP first, a
/// host listed as insecure in TLS first, every other one in TLS only; what answers first is
/// remembered.
public final class Endpoints {

  private static final String HUB = "registry-1.docker.io";

  private final TrustRules trust;
  private final Map<String, HttpUrl> roots = new ConcurrentHashMap<>();

  public Endpoints(RegistrySettings settings) {
    this.trust = new TrustRules(settings.insecure());
  }

  /// The root of a registry that has answered before.
  public @Nullable HttpUrl known(String domain) {
    return roots.get(domain);
  }

  /// The registry has answered at `root`: no other is tried from now on.
  public void remember(String domain, HttpUrl root) {
    roots.put(domain, root);
  }

  /// The roots to try, in order.
  public List<HttpUrl> candidates(String domain) {
    var https = root("https", domain);
    if (!trust.isLenient(https) && !trust.isLenient(root("http", domain))) {
      return List.of(https);
    }
    var http = root("http", domain);
    return TrustRules.isLoopback(https) ? List.of(http, https) : List.of(https, http);
  }

  private static HttpUrl root(String scheme, String domain) {
    String host = domain.equals(Reference.HUB) ? HUB : domain;
    var url = HttpUrl.parse(scheme + "://" + host + "/");
    if (url == null) {
      throw new RegistryFailure("Get \"" + scheme + ":/v2/\": http: no Host in request URL", null);
    }
    return url;
  }

  /// Whether `failure` at `tried` says that the other scheme may be the right one.
  public static boolean mayBeOtherScheme(RegistryFailure failure, HttpUrl tried, HttpUrl other) {
    return failure.getCause() instanceof IOException cause
        && switch (cause) {
          case ConnectException _ -> tried.port() != other.port();
          // a plain server may wait for the end of what it takes for a line
          case SocketTimeoutException _ -> tried.isHttps();
          case SSLException _, ProtocolException _, SocketException _ -> true;
          default -> Transience.isEarlyEnd(cause);
        };
  }
}
