package io.jimg.registry.settings;

import io.jimg.config.CertificateDirectories;
import io.jimg.config.network.InsecureRegistries;
import io.jimg.config.network.ProxyRules;
import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import okhttp3.Headers;

/// How registries are talked to.
///
/// @param userAgent `jimg/1.2`
/// @param headers sent with every request to a registry, and to nobody else
/// @param insecure registries that may answer without TLS or with a certificate of anybody;
///     loopback addresses always may. Names are not resolved: whoever answers DNS queries does not
///     decide about TLS
/// @param certificates what the user keeps for verified TLS with registries, and the system with
///     everybody
/// @param mirrors URLs, ending in `/`, to ask for content of the Hub before the Hub, in order
/// @param proxies the way out
/// @param trace told of every exchange in one line without secrets
public record RegistrySettings(
    String userAgent,
    Map<String, String> headers,
    InsecureRegistries insecure,
    CertificateDirectories certificates,
    List<String> mirrors,
    ProxyRules proxies,
    Timeouts timeouts,
    RetryPolicy retry,
    InstantSource clock,
    Consumer<String> trace) {

  private static final String META = "x-meta-";

  public RegistrySettings {
    headers = Map.copyOf(headers);
    mirrors = List.copyOf(mirrors);
  }

  public static RegistrySettings standard(String version) {
    return new RegistrySettings(
        "jimg/" + version,
        Map.of(),
        InsecureRegistries.of(List.of()),
        CertificateDirectories.of(Map.of(), null),
        List.of(),
        ProxyRules.of(Map.of()),
        Timeouts.STANDARD,
        RetryPolicy.standard(() -> ThreadLocalRandom.current().nextDouble()),
        InstantSource.system(),
        _ -> {});
  }

  /// With those of config.json's `HttpHeaders` that Docker hands on: the ones that start with
  /// `X-Meta-`.
  ///
  /// @throws InvalidInput when one of them cannot stand in a request
  public RegistrySettings withHttpHeaders(Map<String, String> configured) {
    var meta = new HashMap<String, String>();
    for (var header : configured.entrySet()) {
      if (header.getKey().toLowerCase(Locale.ROOT).startsWith(META)) {
        meta.put(header.getKey(), checked(header.getKey(), header.getValue()));
      }
    }
    return new RegistrySettings(
        userAgent, meta, insecure, certificates, mirrors, proxies, timeouts, retry, clock, trace);
  }

  private static String checked(String name, String value) {
    try {
      return Headers.of(name, value).value(0);
    } catch (IllegalArgumentException e) {
      // No cause: its message has the value, which may be a secret.
      throw new InvalidInput("net/http: invalid header field value for " + GoQuote.quote(name));
    }
  }

  public RegistrySettings withInsecure(InsecureRegistries another) {
    return new RegistrySettings(
        userAgent, headers, another, certificates, mirrors, proxies, timeouts, retry, clock, trace);
  }

  public RegistrySettings withCertificates(CertificateDirectories another) {
    return new RegistrySettings(
        userAgent, headers, insecure, another, mirrors, proxies, timeouts, retry, clock, trace);
  }

  public RegistrySettings withMirrors(List<String> another) {
    return new RegistrySettings(
        userAgent,
        headers,
        insecure,
        certificates,
        another,
        proxies,
        timeouts,
        retry,
        clock,
        trace);
  }

  public RegistrySettings withProxies(ProxyRules another) {
    return new RegistrySettings(
        userAgent,
        headers,
        insecure,
        certificates,
        mirrors,
        another,
        timeouts,
        retry,
        clock,
        trace);
  }

  public RegistrySettings withTimeouts(Timeouts another) {
    return new RegistrySettings(
        userAgent, headers, insecure, certificates, mirrors, proxies, another, retry, clock, trace);
  }

  public RegistrySettings withRetry(RetryPolicy another) {
    return new RegistrySettings(
        userAgent,
        headers,
        insecure,
        certificates,
        mirrors,
        proxies,
        timeouts,
        another,
        clock,
        trace);
  }

  /// With another bound for the pauses of one operation.
  public RegistrySettings withMaxWait(Duration another) {
    return withRetry(retry.withBudget(another));
  }

  public RegistrySettings withClock(InstantSource another) {
    return new RegistrySettings(
        userAgent,
        headers,
        insecure,
        certificates,
        mirrors,
        proxies,
        timeouts,
        retry,
        another,
        trace);
  }

  public RegistrySettings withTrace(Consumer<String> another) {
    return new RegistrySettings(
        userAgent,
        headers,
        insecure,
        certificates,
        mirrors,
        proxies,
        timeouts,
        retry,
        clock,
        another);
  }
}
