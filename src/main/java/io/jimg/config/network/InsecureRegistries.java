package io.jimg.config.network;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.reference.Reference;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// The registries that may have a certificate nobody vouches for, or no TLS at all: those listed,
/// and whatever has its address in a listed network. This machine is always one of them, the Hub
/// never.
public final class InsecureRegistries {

  private static final List<String> ALWAYS = List.of("::1/128", "127.0.0.0/8");

  private final Set<String> hosts = new HashSet<>();
  private final List<IpNetwork> networks = new ArrayList<>();

  private InsecureRegistries() {}

  /// @param listed `host`, `host:port` or CIDR
  /// @throws InvalidInput with Docker's texts
  public static InsecureRegistries of(List<String> listed) {
    var registries = new InsecureRegistries();
    listed.forEach(registries::add);
    ALWAYS.forEach(registries::add);
    return registries;
  }

  /// These and `more`, which are listed in the same way.
  public InsecureRegistries with(List<String> more) {
    var registries = new InsecureRegistries();
    registries.hosts.addAll(hosts);
    registries.networks.addAll(networks);
    more.forEach(registries::add);
    return registries;
  }

  private void add(String listed) {
    if (listed.startsWith("-") || listed.endsWith("-")) {
      throw new InvalidInput(
          "invalid index name (" + listed + "). Cannot begin or end with a hyphen");
    }
    String registry = withoutScheme(listed);
    var network = IpNetwork.parse(registry);
    if (network == null) {
      validate(registry);
      hosts.add(registry);
    } else {
      networks.add(network);
    }
  }

  private static String withoutScheme(String registry) {
    String lower = registry.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://")) {
      return registry.substring("http://".length());
    }
    if (lower.startsWith("https://")) {
      return registry.substring("https://".length());
    }
    if (registry.contains("://")) {
      throw new InvalidInput("insecure registry " + registry + " should not contain '://'");
    }
    return registry;
  }

  private static void validate(String registry) {
    var split = HostPort.split(registry);
    String host = split == null ? registry : split.host();
    String port = split == null ? "" : split.port();
    if (!Reference.isDomain(registry) && IpNetwork.address(host) == null) {
      throw invalid(registry, "invalid host " + GoQuote.quote(host));
    }
    if (!port.isEmpty() && (port.length() > 5 || Integer.parseInt(port) > 65_535)) {
      throw invalid(registry, "invalid port " + GoQuote.quote(port));
    }
  }

  private static InvalidInput invalid(String registry, String problem) {
    return new InvalidInput("insecure registry " + registry + " is not valid: " + problem);
  }

  /// Those listed by name, `host[:port]`, in no order.
  public Set<String> hosts() {
    return Set.copyOf(hosts);
  }

  /// The networks in CIDR notation, each once, this machine's own among them.
  public List<String> networks() {
    var texts = new LinkedHashSet<String>();
    for (var network : networks) {
      texts.add(network.text());
    }
    return List.copyOf(texts);
  }

  /// @param registry `host[:port]` as in an image's name
  /// @param addresses finds the addresses of a host by its name; empty where it is unknown
  public boolean contains(String registry, Function<String, List<InetAddress>> addresses) {
    if (registry.equals(Reference.HUB)) {
      return false;
    }
    if (hosts.contains(registry)) {
      return true;
    }
    var split = HostPort.split(registry);
    String host = split == null ? registry : split.host();
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    var literal = IpNetwork.address(host);
    var candidates = literal == null ? addresses.apply(host) : List.of(literal);
    return candidates.stream().anyMatch(a -> networks.stream().anyMatch(n -> n.contains(a)));
  }
}
