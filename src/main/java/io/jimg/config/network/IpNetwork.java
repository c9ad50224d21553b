package io.jimg.config.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// A range of addresses in CIDR notation, as Go's net package understands it.
///
/// @param bits how many leading bits of `base` count
record IpNetwork(InetAddress base, int bits) {

  /// Reads `address/bits`; null where it is nothing of the kind.
  static @Nullable IpNetwork parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    var address = address(text.substring(0, slash));
    int bits = number(text.substring(slash + 1), 128);
    if (address == null || bits < 0 || bits > 8 * address.getAddress().length) {
      return null;
    }
    return new IpNetwork(address, bits);
  }

  boolean contains(InetAddress address) {
    byte[] own = base.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if ((own[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }

  /// As Go writes it: the first address of the range, and IPv6 as short as it goes.
  String text() {
    byte[] first = base.getAddress();
    for (int bit = bits; bit < 8 * first.length; bit++) {
      first[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
    var text = new StringBuilder();
    if (first.length == 4) {
      for (int i = 0; i < 4; i++) {
        text.append(i == 0 ? "" : ".").append(first[i] & 0xff);
      }
    } else {
      appendIpv6(first, text);
    }
    return text.append('/').append(bits).toString();
  }

  /// RFC 5952: the longest run of zeros, of two groups at least, is `::`.
  private static void appendIpv6(byte[] address, StringBuilder text) {
    var groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
    }
    int from = -1;
    int until = -1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i >= 2 && end - i > until - from) {
        from = i;
        until = end;
      }
    }
    for (int i = 0; i < 8; i++) {
      if (i == from) {
        text.append("::");
        i = until;
        if (i == 8) {
          return;
        }
      } else if (i > 0) {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
  }

  /// The address that `text` spells, without brackets or zone; null where it is a name. Asks no
  /// name server.
  static @Nullable InetAddress address(String text) {
    return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
  }

  private static @Nullable InetAddress ipv4(String text) {
    var bytes = new byte[4];
    int start = 0;
    for (int i = 0; i < 4; i++) {
      int dot = i == 3 ? text.length() : text.indexOf('.', start);
      if (dot < 0) {
        return null;
      }
      String digits = text.substring(start, dot);
      int part = number(digits, 255);
      if (part < 0 || (digits.length() > 1 && digits.startsWith("0"))) {
        return null;
      }
      bytes[i] = (byte) part;
      start = dot + 1;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static @Nullable InetAddress ipv6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return null;
      }
    }
    try {
      return Inet6Address.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// A decimal number; -1 where it is none or greater than `max`.
  private static int number(String text, int max) {
    int number = text.isEmpty() ? -1 : 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      number = number * 10 + digit;
      if (digit < 0 || digit > 9 || number > max) {
        return -1;
      }
    }
    return number;
  }
}
