package io.jimg.template.parse;

import org.jspecify.annotations.Nullable;

/// Go's strconv for the numbers of a template.
final class Numbers {

  private Numbers() {}

  /// The bits of a uint64; null when the text is none or does not fit.
  static @Nullable Long parseUnsigned(String text) {
    int radix = 10;
    int from = 0;
    if (text.startsWith("0")) {
      char letter = text.length() >= 3 ? lower(text.charAt(1)) : ' ';
      radix = letter == 'b' ? 2 : letter == 'x' ? 16 : 8;
      from = "box".indexOf(letter) >= 0 ? 2 : 1;
    }
    var digits = new StringBuilder();
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '_') {
        continue;
      }
      if (c >= 0x80 || Character.digit(c, radix) < 0) {
        return null;
      }
      digits.append(c);
    }
    if (!underscoresFit(text) || (digits.isEmpty() && from != 1)) {
      return null;
    }
    return digits.isEmpty() ? (Long) 0L : unsigned(digits, radix);
  }

  private static @Nullable Long unsigned(CharSequence digits, int radix) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (Long.compareUnsigned(value, Long.divideUnsigned(-1L, radix)) > 0) {
        return null;
      }
      long next = value * radix + Character.digit(digits.charAt(i), radix);
      if (Long.compareUnsigned(next, value * radix) < 0) {
        return null;
      }
      value = next;
    }
    return value;
  }

  /// An int64; null when the text is none or does not fit.
  static @Nullable Long parseSigned(String text) {
    boolean negative = text.startsWith("-");
    boolean signed = negative || text.startsWith("+");
    Long bits = parseUnsigned(signed ? text.substring(1) : text);
    if (bits == null) {
      return null;
    }
    boolean lowest = negative && bits == Long.MIN_VALUE;
    if (bits < 0 && !lowest) {
      return null;
    }
    return negative ? -bits : bits;
  }

  /// A float64, infinite when it does not fit; null when the text is none.
  static @Nullable Double parseFloat(String text) {
    int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    boolean hex = text.length() > at + 2 && text.regionMatches(true, at, "0x", 0, 2);
    int digits = hex ? at + 2 : at;
    int end = mantissaEnd(text, digits, hex);
    if (end < 0) {
      return null;
    }
    if (end < text.length()) {
      if (lower(text.charAt(end)) != (hex ? 'p' : 'e') || !isExponent(text, end + 1)) {
        return null;
      }
    } else if (hex) {
      return null;
    }
    return underscoresFit(text) ? (Double) Double.parseDouble(text.replace("_", "")) : null;
  }

  /// Where digits with at most one point end; -1 when there is no digit.
  private static int mantissaEnd(String text, int from, boolean hex) {
    boolean point = false;
    boolean seen = false;
    int at = from;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '.' && !point) {
        point = true;
      } else if (c < 0x80 && Character.digit(c, hex ? 16 : 10) >= 0) {
        seen = true;
      } else if (c != '_') {
        break;
      }
    }
    return seen ? at : -1;
  }

  private static boolean isExponent(String text, int from) {
    boolean signed = from < text.length() && "+-".indexOf(text.charAt(from)) >= 0;
    int at = signed ? from + 1 : from;
    if (at >= text.length() || text.charAt(at) == '_') {
      return false;
    }
    while (at < text.length() && "0123456789_".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at == text.length();
  }

  /// Underscores stand only between digits, or after the prefix of a base.
  private static boolean underscoresFit(String text) {
    if (text.indexOf('_') < 0) {
      return true;
    }
    int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    boolean based =
        text.length() >= at + 2
            && text.charAt(at) == '0'
            && "box".indexOf(lower(text.charAt(at + 1))) >= 0;
    boolean hex = based && lower(text.charAt(at + 1)) == 'x';
    char saw = based ? '0' : '^';
    for (int i = based ? at + 2 : at; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c < 0x80 && Character.digit(c, hex ? 16 : 10) >= 0;
      if (c == '_' ? saw != '0' : !digit && saw == '_') {
        return false;
      }
      saw = c == '_' ? '_' : digit ? '0' : '!';
    }
    return saw != '_';
  }

  static boolean containsAny(String text, String letters) {
    for (int i = 0; i < text.length(); i++) {
      if (letters.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
  }
}
