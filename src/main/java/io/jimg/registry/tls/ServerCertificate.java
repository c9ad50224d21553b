package io.jimg.registry.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a server's own certificate says, whoever signed it. Go looks at its dates first, then at
/// its names, and then asks who signed it, so that is also the order of what is told.
final class ServerCertificate {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int MOST_NAMES = 100;

  private final X509Certificate certificate;
  private final Instant now;

  ServerCertificate(X509Certificate certificate, Instant now) {
    this.certificate = certificate;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /// @param host the name or literal address that was gone to, null where it is not known
  void check(@Nullable String host) throws Distrust {
    checkDates();
    if (host != null) {
      checkNames(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }
  }

  private void checkDates() throws Distrust {
    var from = certificate.getNotBefore().toInstant();
    var to = certificate.getNotAfter().toInstant();
    if (now.isBefore(from) || now.isAfter(to)) {
      throw new Distrust(
          "certificate has expired or is not yet valid: current time "
              + now
              + (now.isBefore(from) ? " is before " + from : " is after " + to));
    }
  }

  private void checkNames(String host) throws Distrust {
    @Nullable InetAddress address = literal(host);
    var names = names(address == null ? DNS_NAME : IP_ADDRESS);
    for (String name : names) {
      if (address == null ? fits(name, host) : address.equals(literal(name))) {
        return;
      }
    }
    throw new Distrust(mismatch(host, address != null, names));
  }

  private String mismatch(String host, boolean byAddress, List<String> names) {
    if (certificate.getExtensionValue("2.5.29.17") == null && fits(commonName(), host)) {
      return "certificate relies on legacy Common Name field, use SANs instead";
    }
    if (names.isEmpty()) {
      return byAddress
          ? "cannot validate certificate for " + host + " because it doesn't contain any IP SANs"
          : "certificate is not valid for any names, but wanted to match " + host;
    }
    return names.size() > MOST_NAMES
        ? "certificate is valid for " + names.size() + " names, but none matched " + host
        : "certificate is valid for " + String.join(", ", names) + ", not " + host;
  }

  /// The alternative names of one kind (RFC 5280, 4.2.1.6).
  private List<String> names(int kind) throws Distrust {
    var found = new ArrayList<String>();
    try {
      var all = certificate.getSubjectAlternativeNames();
      for (var entry : all == null ? List.<List<?>>of() : all) {
        if (entry.get(0).equals(kind) && entry.get(1) instanceof String name) {
          found.add(name);
        }
      }
    } catch (CertificateParsingException e) {
      throw new Distrust("malformed extension");
    }
    return found;
  }

  private String commonName() {
    for (String part : String.valueOf(certificate.getSubjectX500Principal()).split(", ")) {
      if (part.startsWith("CN=")) {
        return part.substring("CN=".length());
      }
    }
    return "";
  }

  /// `*` stands for the whole of a first label.
  private static boolean fits(String pattern, String host) {
    String wanted = pattern.toLowerCase(Locale.ROOT);
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return wanted.startsWith("*.")
        ? dot > 0 && name.substring(dot).equals(wanted.substring(1))
        : !name.isEmpty() && name.equals(wanted);
  }

  private static @Nullable InetAddress literal(String host) {
    boolean quad = !host.isEmpty() && Character.digit(host.charAt(host.length() - 1), 10) >= 0;
    if (host.indexOf(':') < 0 && !quad) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
