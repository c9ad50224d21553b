package io.jimg.server;

import io.jimg.error.InvalidInput;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Where to listen, as a user says it: `HOST:PORT`, with a name, an address or `[IPV6]` for host.
public final class ListenAddress {

  private static final int MAX_PORT = 65_535;

  private ListenAddress() {}

  /// Port 0 takes a free one. No host is 127.0.0.1: other machines are let in by `0.0.0.0` only.
  ///
  /// @throws InvalidInput when there is no port, or the host is not known
  public static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    String port = text.substring(colon + 1);
    boolean number =
        !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (colon < 0 || !number || Integer.parseInt(port) > MAX_PORT) {
      throw new InvalidInput("invalid address \"" + text + "\": HOST:PORT is needed");
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new InvalidInput("invalid address \"" + text + "\": an IPv6 address needs brackets");
    }
    return new InetSocketAddress(address(host), Integer.parseInt(port));
  }

  private static InetAddress address(String host) {
    try {
      return host.isEmpty()
          ? InetAddress.ofLiteral("127.0.0.1")
          : InetAddress.getAllByName(host)[0];
    } catch (UnknownHostException e) {
      throw new InvalidInput("unknown host \"" + host + "\"", e);
    }
  }
}
