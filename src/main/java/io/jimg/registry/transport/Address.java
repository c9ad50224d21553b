package io.jimg.registry.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the host of a URL says about where it leads. Names are never resolved: only a literal
/// address tells.
enum Address {
  /// A name, or an address of the public internet.
  ANYWHERE,
  LOOPBACK,
  PRIVATE,
  /// Link-local, unspecified and multicast addresses, and spellings of numbers that resolvers
  /// disagree about: no registry lives there, the metadata services of clouds do.
  FORBIDDEN;

  /// @param host as okhttp has it: lower case, ASCII, IPv6 without brackets
  static Address of(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return LOOPBACK;
    }
    if (name.indexOf(':') < 0 && !endsInNumber(name)) {
      return ANYWHERE;
    }
    var literal = literal(name);
    return literal == null ? FORBIDDEN : of(literal);
  }

  /// The address that `host` spells, null for names and for doubtful spellings.
  static @Nullable InetAddress literal(String host) {
    if (host.indexOf(':') < 0 && !isDottedQuad(host)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Address of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      byte[] embedded = embedded(bytes);
      if (embedded != null) {
        return of(quad(embedded));
      }
    }
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    boolean nowhere = bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xff) >= 224);
    if (nowhere
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()) {
      return FORBIDDEN;
    }
    return isPrivate(address, bytes) ? PRIVATE : ANYWHERE;
  }

  private static boolean isPrivate(InetAddress address, byte[] bytes) {
    int first = bytes[0] & 0xff;
    boolean carrierGrade = bytes.length == 4 && first == 100 && (bytes[1] & 0xc0) == 64;
    boolean uniqueLocal = bytes.length == 16 && (first & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || carrierGrade || uniqueLocal;
  }

  /// The IPv4 address within `::a.b.c.d`, `64:ff9b::a.b.c.d` and `2002:abcd::`.
  private static byte @Nullable [] embedded(byte[] v6) {
    boolean compatible = isZero(v6, 0, 12) && !isZero(v6, 12, 15);
    boolean translated =
        v6[0] == 0 && v6[1] == 0x64 && (v6[2] & 0xff) == 0xff && (v6[3] & 0xff) == 0x9b;
    if (compatible || translated) {
      return Arrays.copyOfRange(v6, 12, 16);
    }
    boolean sixToFour = v6[0] == 0x20 && v6[1] == 2;
    return sixToFour ? Arrays.copyOfRange(v6, 2, 6) : null;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress quad(byte[] v4) {
    return InetAddress.ofLiteral(
        (v4[0] & 0xff) + "." + (v4[1] & 0xff) + "." + (v4[2] & 0xff) + "." + (v4[3] & 0xff));
  }

  /// Whether somebody's resolver may take `name` for a number (WHATWG URL, "ends in a number").
  private static boolean endsInNumber(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean hex = last.startsWith("0x");
    for (int i = hex ? 2 : 0; i < last.length(); i++) {
      if (Character.digit(last.charAt(i), hex ? 16 : 10) < 0) {
        return false;
      }
    }
    return !last.isEmpty();
  }

  private static boolean isDottedQuad(String host) {
    var parts = host.split("\\.", -1);
    for (String part : parts) {
      boolean padded = part.length() > 1 && part.charAt(0) == '0';
      if (part.isEmpty() || part.length() > 3 || padded || !isNumber(part)) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isNumber(String part) {
    return part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
