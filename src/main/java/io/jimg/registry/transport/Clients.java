package io.jimg.registry.transport;

import io.jimg.config.RegistryCertificates;
import io.jimg.config.network.ProxyRules;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.tls.ProxySockets;
import io.jimg.registry.tls.RegistryTls;
import io.jimg.registry.tls.SystemTrust;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The okhttp client for a request: how strict its TLS is, and what it shows there, depends on the
/// host of the very request, so trust in one host never loosens another. All share their
/// connections and time limits.
final class Clients implements AutoCloseable {

  private final RegistrySettings settings;
  private final TrustRules trust;
  private final EventListener.Factory listeners;
  private final SystemTrust system;
  private final Map<String, RegistryCertificates> certificates = new ConcurrentHashMap<>();
  private final Map<Kind, OkHttpClient> clients = new ConcurrentHashMap<>();
  private @Nullable OkHttpClient plain;

  /// What is the same for all requests of one client.
  ///
  /// @param tls whether TLS is spoken at all; nothing of it is set up where it is not
  /// @param lenient whether certificates of anybody will do
  /// @param own the host with certificates of its own, null for all others
  /// @param sender the registry whose authorities vouch too, null where it has none of its own
  /// @param proxy the proxy that is spoken to in TLS, null for another way out
  private record Kind(
      boolean tls,
      boolean lenient,
      @Nullable HttpUrl own,
      @Nullable HttpUrl sender,
      ProxyRules.@Nullable Proxy proxy) {

    // By hand: a record's own are made at run time, which costs start-up.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kind kind
          && tls == kind.tls
          && lenient == kind.lenient
          && Objects.equals(own, kind.own)
          && Objects.equals(sender, kind.sender)
          && Objects.equals(proxy, kind.proxy);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tls, lenient, own, sender);
    }
  }

  Clients(RegistrySettings settings, EventListener.Factory listeners) {
    this.settings = settings;
    this.trust = new TrustRules(settings.insecure());
    this.listeners = listeners;
    this.system = new SystemTrust(settings.certificates()::system);
  }

  /// Initialises the classes of okhttp and what they look at: a quarter of the time of a small
  /// command.
  static void warmUp() {
    new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
    HttpUrl.get("http://127.0.0.1/");
  }

  /// The client for `request`, which a registry may have sent us to.
  OkHttpClient forRequest(Request request) {
    return clients.computeIfAbsent(kind(request), this::make);
  }

  /// The same, with less patience: for a host that may not speak TLS.
  OkHttpClient probing(Request request) {
    Duration patience = settings.timeouts().probe();
    return forRequest(request).newBuilder().readTimeout(patience).build();
  }

  private Kind kind(Request request) {
    var root = Question.root(request.url());
    var sender = Question.of(request).registry();
    var proxy = settings.proxies().forUrl(root.scheme(), root.host(), root.port());
    var tlsProxy = proxy != null && proxy.scheme().equals("https") ? proxy : null;
    if (!request.isHttps()) {
      return new Kind(false, false, null, null, tlsProxy);
    }
    if (trust.isLenient(root)) {
      return new Kind(true, true, null, null, tlsProxy);
    }
    boolean sent = !root.equals(sender) && !of(sender).authorities().isEmpty();
    return new Kind(true, false, of(root).isEmpty() ? null : root, sent ? sender : null, tlsProxy);
  }

  private OkHttpClient make(Kind kind) {
    var builder = plain().newBuilder();
    if (kind.tls) {
      var tls =
          kind.lenient
              ? RegistryTls.unverified()
              : RegistryTls.verified(of(kind.own), of(kind.sender), system, settings.clock());
      builder
          .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
          .sslSocketFactory(tls.sockets(), tls.trust());
    }
    if (kind.lenient) {
      builder.hostnameVerifier((_, _) -> true);
    }
    if (kind.proxy != null) {
      var none = RegistryCertificates.NONE;
      var tls = RegistryTls.verified(none, none, system, settings.clock());
      builder.socketFactory(new ProxySockets(tls.sockets()));
    }
    return builder.build();
  }

  /// What all clients are made of: a client of plain HTTP, made with the first request.
  private synchronized OkHttpClient plain() {
    var made = plain;
    if (made == null) {
      var routes = new ProxyRoutes(settings.proxies());
      made =
          new OkHttpClient.Builder()
              .followRedirects(false)
              .followSslRedirects(false)
              .connectTimeout(settings.timeouts().connect())
              .readTimeout(settings.timeouts().read())
              .writeTimeout(settings.timeouts().read())
              .proxySelector(routes)
              .proxyAuthenticator(routes)
              .addInterceptor(this::patient)
              .eventListenerFactory(listeners)
              .socketFactory(new InterruptibleSockets())
              .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
              .build();
      plain = made;
    }
    return made;
  }

  /// Uploads end with a PUT: its answer may take longer than others.
  private Response patient(Interceptor.Chain chain) throws IOException {
    var request = chain.request();
    int commit = Math.toIntExact(settings.timeouts().commit().toMillis());
    return request.method().equals("PUT")
        ? chain.withReadTimeout(commit, TimeUnit.MILLISECONDS).proceed(request)
        : chain.proceed(request);
  }

  /// What the user keeps for a host; its standard port may be named or not.
  private RegistryCertificates of(@Nullable HttpUrl host) {
    if (host == null || !host.isHttps()) {
      return RegistryCertificates.NONE;
    }
    String name = host.host().indexOf(':') < 0 ? host.host() : "[" + host.host() + "]";
    String full = name + ":" + host.port();
    boolean standard = host.port() == HttpUrl.defaultPort(host.scheme());
    return certificates.computeIfAbsent(
        full, _ -> settings.certificates().load(standard ? List.of(name, full) : List.of(full)));
  }

  @Override
  public synchronized void close() {
    if (plain != null) {
      plain.connectionPool().evictAll();
    }
  }
}
