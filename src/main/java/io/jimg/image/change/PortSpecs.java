package io.jimg.image.change;

import io.jimg.error.InvalidInput;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/// Ports as EXPOSE takes them: `80`, `80-90/udp`, and also `ip:public:private`, of which only the
/// last counts.
final class PortSpecs {

  private static final int MAX_PORT = 65_535;

  private record Range(int start, int end) {
    int length() {
      return end - start;
    }
  }

  private PortSpecs() {}

  /// Adds the ports of `spec` to `ports`, each as `port/protocol`.
  ///
  /// @throws InvalidInput in Docker's words
  static void add(String spec, Set<String> ports) {
    String[] parts = spec.split(":", -1);
    int last = parts.length - 1;
    String port = parts[last];
    int slash = port.indexOf('/');
    String protocol = slash < 0 ? "" : port.substring(slash + 1);
    port = slash < 0 ? port : port.substring(0, slash);
    if (last > 1) {
      checkAddress(
          spec.substring(0, spec.length() - parts[last].length() - parts[last - 1].length() - 2));
    }
    if (port.isEmpty()) {
      throw new InvalidInput("No port specified: " + spec + "<empty>");
    }
    var range = range(port, "Invalid containerPort: ");
    if (last > 0 && !parts[last - 1].isEmpty()) {
      var host = range(parts[last - 1], "Invalid hostPort: ");
      if (range.length() != 0 && range.length() != host.length()) {
        throw new InvalidInput(
            "Invalid ranges specified for container and host Ports: "
                + port
                + " and "
                + parts[last - 1]);
      }
    }
    String lower = protocol.isEmpty() ? "tcp" : protocol.toLowerCase(Locale.ROOT);
    if (!Set.of("tcp", "udp", "sctp").contains(lower)) {
      throw new InvalidInput("Invalid proto: " + protocol);
    }
    for (int i = range.start; i <= range.end; i++) {
      ports.add(i + "/" + lower);
    }
  }

  private static void checkAddress(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String address = bracketed ? text.substring(1, text.length() - 1) : text;
    if (!bracketed && text.indexOf(':') >= 0) {
      throw new InvalidInput(
          "Invalid ip address " + text + ": address " + text + ":: too many colons in address");
    }
    try {
      if (!address.isEmpty()) {
        InetAddress.ofLiteral(address);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("Invalid ip address: " + address, e);
    }
  }

  private static Range range(String text, String complaint) {
    int dash = text.indexOf('-');
    int start = number(dash < 0 ? text : text.substring(0, dash));
    int end = dash < 0 ? start : number(text.substring(dash + 1).split("-", -1)[0]);
    if (start < 0 || end < start) {
      throw new InvalidInput(complaint + text);
    }
    return new Range(start, end);
  }

  /// -1 when it is no port number.
  private static int number(String text) {
    int number = text.isEmpty() ? -1 : 0;
    for (int i = 0; i < text.length() && number >= 0; i++) {
      char c = text.charAt(i);
      number = c < '0' || c > '9' ? -1 : number * 10 + (c - '0');
      number = number > MAX_PORT ? -1 : number;
    }
    return number;
  }
}
