package io.jimg.output.info;

import java.util.ArrayList;
import java.util.List;

/// How registries are reached.
///
/// @param insecureNetworks in CIDR notation: no certificate is asked of whoever lives there
/// @param insecureHosts the same of single registries, `host[:port]`
/// @param mirrors URLs that are asked before the Hub
/// @param httpProxy without what a proxy is told as a credential; empty for none, as the next two
/// @param noProxy what is reached without a proxy
public record RegistryRules(
    List<String> insecureNetworks,
    List<String> insecureHosts,
    List<String> mirrors,
    String httpProxy,
    String httpsProxy,
    String noProxy) {

  public RegistryRules {
    insecureNetworks = List.copyOf(insecureNetworks);
    var sorted = new ArrayList<>(insecureHosts);
    sorted.sort(null);
    insecureHosts = List.copyOf(sorted);
    mirrors = List.copyOf(mirrors);
  }
}
