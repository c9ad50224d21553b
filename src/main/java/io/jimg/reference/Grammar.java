package io.jimg.reference;

import java.util.Locale;

/// The terminals of distribution/reference's grammar, by hand: its regular expressions would cost
/// more at start-up than all names of a table.
final class Grammar {

  static final int MAX_PATH = 255;
  private static final int MAX_TAG = 128;
  private static final int MIN_DIGEST_HEX = 32;

  private Grammar() {}

  /// `host[:digits]`, where host is DNS-like or an IPv6 address in brackets without zone.
  static boolean isDomain(String text) {
    int end = text.startsWith("[") ? ipv6End(text) : dnsEnd(text);
    if (end <= 0 || end == text.length()) {
      return end > 0;
    }
    if (text.charAt(end) != ':' || end + 1 == text.length()) {
      return false;
    }
    for (int i = end + 1; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int ipv6End(String text) {
    int i = 1;
    while (i < text.length() && (isHex(text.charAt(i)) || text.charAt(i) == ':')) {
      i++;
    }
    return i > 1 && i < text.length() && text.charAt(i) == ']' ? i + 1 : -1;
  }

  /// Where the dot-separated labels at the start of `text` end; -1 when one is malformed.
  private static int dnsEnd(String text) {
    char previous = '.';
    int i = 0;
    for (; i < text.length() && text.charAt(i) != ':'; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (c) {
            case '.' -> isLetterOrDigit(previous);
            case '-' -> previous != '.';
            default -> isLetterOrDigit(c);
          };
      if (!fits) {
        return -1;
      }
      previous = c;
    }
    return isLetterOrDigit(previous) ? i : -1;
  }

  /// Components of `[a-z0-9]` joined by `/`; inside one, parts joined by one `.`, one or two `_`,
  /// or any number of `-`.
  static boolean isPath(String text) {
    int i = 0;
    while (true) {
      int start = i;
      while (i < text.length() && isLowerOrDigit(text.charAt(i))) {
        i++;
      }
      if (i == start) {
        return false;
      }
      if (i == text.length()) {
        return true;
      }
      i = separatorEnd(text, i);
    }
  }

  private static int separatorEnd(String text, int at) {
    int end = at + 1;
    switch (text.charAt(at)) {
      case '/', '.' -> {}
      case '_' -> {
        if (end < text.length() && text.charAt(end) == '_') {
          end++;
        }
      }
      case '-' -> {
        while (end < text.length() && text.charAt(end) == '-') {
          end++;
        }
      }
      default -> {
        return text.length();
      }
    }
    return end;
  }

  /// A word character, then up to 127 of word characters, dots and dashes.
  static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > MAX_TAG) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '_' && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return true;
  }

  /// `algorithm:hex` with at least 32 hex digits of either case: the shape only, which is wider
  /// than the digests that exist.
  static boolean hasDigestShape(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || text.length() - colon - 1 < MIN_DIGEST_HEX) {
      return false;
    }
    boolean partStarts = true;
    for (int i = 0; i < colon; i++) {
      char c = text.charAt(i);
      if (!partStarts && (c == '-' || c == '_' || c == '+' || c == '.')) {
        partStarts = true;
      } else if (isLetter(c) || (isDigit(c) && !partStarts)) {
        partStarts = false;
      } else {
        return false;
      }
    }
    if (partStarts) {
      return false;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether `text` consists of lower-case hex digits, at least one and at most `max`.
  static boolean isLowerHex(String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /// Each code point by itself, as Go's strings.ToLower does.
  static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        var lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
      }
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || isDigit(c);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLetterOrDigit(char c) {
    return isLetter(c) || isDigit(c);
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
