package io.jimg.config.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.config.docker.Credential;
import io.jimg.error.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which proxy leads to a host, by the rules of Go (golang.org/x/net/http/httpproxy): HTTP_PROXY,
/// HTTPS_PROXY and NO_PROXY, upper case before lower case; this machine itself is never asked for
/// through a proxy.
public final class ProxyRules {

  private final Setting http;
  private final Setting https;
  private final boolean cgi;
  private final List<Exemption> exemptions;

  private ProxyRules(Setting http, Setting https, boolean cgi, List<Exemption> exemptions) {
    this.http = http;
    this.https = https;
    this.cgi = cgi;
    this.exemptions = exemptions;
  }

  /// A proxy server.
  ///
  /// @param scheme how to speak to it: `http`, `https`, `socks5` or `socks5h`
  /// @param credential what it wants to hear; anonymous or basic
  public record Proxy(String scheme, String host, int port, Credential credential) {}

  public static ProxyRules of(Map<String, String> env) {
    return new ProxyRules(
        Setting.of(env, "HTTP_PROXY"),
        Setting.of(env, "HTTPS_PROXY"),
        !env.getOrDefault("REQUEST_METHOD", "").isEmpty(),
        exemptions(variable(env, "NO_PROXY")));
  }

  /// A variable and what it means; one that is set but means nothing is no direct way either.
  private record Setting(String name, boolean set, @Nullable Proxy proxy) {

    static Setting of(Map<String, String> env, String name) {
      String value = variable(env, name);
      return new Setting(name, !value.isEmpty(), ProxyRules.proxy(value));
    }

    Proxy required() {
      if (proxy == null) {
        throw new InvalidInput("invalid proxy address in " + name);
      }
      return proxy;
    }
  }

  private static String variable(Map<String, String> env, String name) {
    String upper = env.getOrDefault(name, "");
    return upper.isEmpty() ? env.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  /// A proxy variable, to be shown: what stands before an `@` may be a password, in whatever shape.
  ///
  /// @param name in upper case, which comes before the lower
  public static String shown(Map<String, String> env, String name) {
    String value = variable(env, name);
    int at = value.lastIndexOf('@');
    int scheme = value.indexOf("://");
    String kept = scheme < 0 || scheme > at ? "" : value.substring(0, scheme + 3);
    return at < 0 ? value : kept + "xxxxx:xxxxx" + value.substring(at);
  }

  /// Every proxy that there is a way to.
  List<Proxy> proxies() {
    var proxies = new ArrayList<Proxy>();
    for (var setting : List.of(http, https)) {
      if (setting.proxy() != null) {
        proxies.add(setting.proxy());
      }
    }
    return proxies;
  }

  /// The proxy for a URL; null where there is a direct way.
  ///
  /// @param host without brackets
  /// @param port 0 or less for the scheme's own
  /// @throws InvalidInput where the proxy's address cannot be understood, or HTTP_PROXY may have
  ///     been set by a web client (the environment of a CGI program)
  public @Nullable Proxy forUrl(String scheme, String host, int port) {
    boolean secure = scheme.equals("https");
    var setting = secure ? https : http;
    if (!setting.set() || (!secure && !scheme.equals("http"))) {
      return null;
    }
    if (!secure && cgi) {
      throw new InvalidInput(
          "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy");
    }
    String effective = port > 0 ? Integer.toString(port) : secure ? "443" : "80";
    return isExempt(host, effective) ? null : setting.required();
  }

  private boolean isExempt(String host, String port) {
    var address = IpNetwork.address(host);
    if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
      return true;
    }
    String name = ascii(host).strip().toLowerCase(Locale.ROOT);
    for (var exemption : exemptions) {
      if (exemption.covers(name, port, address)) {
        return true;
      }
    }
    return false;
  }

  /// What one entry of NO_PROXY takes out.
  private sealed interface Exemption {

    boolean covers(String host, String port, @Nullable InetAddress address);

    record Everything() implements Exemption {
      @Override
      public boolean covers(String host, String port, @Nullable InetAddress address) {
        return true;
      }
    }

    record Network(IpNetwork network) implements Exemption {
      @Override
      public boolean covers(String host, String port, @Nullable InetAddress address) {
        return address != null && network.contains(address);
      }
    }

    record Address(InetAddress own, String ownPort) implements Exemption {
      @Override
      public boolean covers(String host, String port, @Nullable InetAddress address) {
        return own.equals(address) && (ownPort.isEmpty() || ownPort.equals(port));
      }
    }

    /// @param suffix begins with a dot
    /// @param itself whether the domain is meant as well as what is below it
    record Domain(String suffix, String ownPort, boolean itself) implements Exemption {
      @Override
      public boolean covers(String host, String port, @Nullable InetAddress address) {
        boolean matches = host.endsWith(suffix) || (itself && host.equals(suffix.substring(1)));
        return matches && (ownPort.isEmpty() || ownPort.equals(port));
      }
    }
  }

  private static List<Exemption> exemptions(String noProxy) {
    var exemptions = new ArrayList<Exemption>();
    for (String entry : noProxy.split(",")) {
      String text = entry.strip().toLowerCase(Locale.ROOT);
      if (text.equals("*")) {
        return List.of(new Exemption.Everything());
      }
      var exemption = exemption(text);
      if (exemption != null) {
        exemptions.add(exemption);
      }
    }
    return exemptions;
  }

  private static @Nullable Exemption exemption(String text) {
    var network = IpNetwork.parse(text);
    if (network != null) {
      return new Exemption.Network(network);
    }
    var split = HostPort.split(text);
    String host = split == null ? text : split.host();
    String port = split == null ? "" : split.port();
    if (host.isEmpty()) {
      return null;
    }
    var address = IpNetwork.address(host);
    if (address != null) {
      return new Exemption.Address(address, port);
    }
    String domain = host.startsWith("*.") ? host.substring(1) : host;
    boolean itself = !domain.startsWith(".");
    return new Exemption.Domain(ascii(itself ? "." + domain : domain), port, itself);
  }

  private static String ascii(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= 0x80) {
        try {
          boolean dot = host.startsWith(".");
          return (dot ? "." : "") + IDN.toASCII(dot ? host.substring(1) : host);
        } catch (IllegalArgumentException e) {
          return host;
        }
      }
    }
    return host;
  }

  /// Reads a URL, or `host[:port]` of an HTTP proxy; null of nothing usable.
  private static @Nullable Proxy proxy(String text) {
    int end = text.indexOf("://");
    String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http" -> server(scheme, text.substring(end + 3), 80);
      case "https" -> server(scheme, text.substring(end + 3), 443);
      case "socks5", "socks5h" -> server(scheme, text.substring(end + 3), 1080);
      default -> end < 0 ? server("http", text, 80) : null;
    };
  }

  private static @Nullable Proxy server(String scheme, String rest, int defaultPort) {
    int end = rest.length();
    for (char c : new char[] {'/', '?', '#'}) {
      int at = rest.indexOf(c);
      end = at < 0 ? end : Math.min(end, at);
    }
    String authority = rest.substring(0, end);
    int at = authority.lastIndexOf('@');
    String server = authority.substring(at + 1);
    var split = HostPort.split(server);
    String host = split == null ? unbracketed(server) : split.host();
    int port = split == null || split.port().isEmpty() ? defaultPort : port(split.port());
    boolean usable = !host.isEmpty() && host.indexOf(' ') < 0 && port > 0;
    return usable ? new Proxy(scheme, host, port, credential(authority, at)) : null;
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String digits) {
    try {
      int port = Integer.parseInt(digits);
      return port > 0 && port <= 65_535 ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Credential credential(String authority, int at) {
    if (at < 0) {
      return Credential.ANONYMOUS;
    }
    String userInfo = authority.substring(0, at);
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? new Credential.Basic(unescaped(userInfo), "")
        : new Credential.Basic(
            unescaped(userInfo.substring(0, colon)), unescaped(userInfo.substring(colon + 1)));
  }

  private static String unescaped(String text) {
    var bytes = new ByteArrayOutputStream();
    byte[] raw = text.getBytes(UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      if (low < 0) {
        bytes.write(raw[i]);
      } else {
        bytes.write(high * 16 + low);
        i += 2;
      }
    }
    return bytes.toString(UTF_8);
  }
}
