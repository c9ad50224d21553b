package io.jimg.template.parse;

import io.jimg.template.value.GoText;

/// The value of Go's quoted literals.
final class Unquote {

  private static final String SYNTAX = "invalid syntax";

  private final String text;
  private final char mark;
  private int at;

  private Unquote(String text, char mark) {
    this.text = text;
    this.mark = mark;
    this.at = 1;
  }

  /// The value of `"..."` or a raw string.
  static String string(String quoted) throws BadLiteral {
    char mark = quoted.charAt(0);
    int end = quoted.length() - 1;
    if (mark == '`') {
      return quoted.substring(1, end).replace("\r", "");
    }
    var literal = new Unquote(quoted, mark);
    var value = new StringBuilder(end);
    while (literal.at < end) {
      int unit = literal.unit();
      if (unit >= 0) {
        value.appendCodePoint(unit);
      } else {
        int octet = -1 - unit;
        value.append(octet < 0x80 ? (char) octet : GoText.ofByte(octet));
      }
    }
    return GoText.joined(value.toString());
  }

  /// The code point of `'c'`.
  static int character(String quoted) throws BadLiteral {
    var literal = new Unquote(quoted, '\'');
    int unit = literal.unit();
    if (literal.at != quoted.length() - 1 || quoted.charAt(literal.at) != '\'') {
      throw new BadLiteral("malformed character constant: " + quoted);
    }
    return unit < 0 ? -1 - unit : unit;
  }

  /// The next code point; -1 minus its value for one byte.
  private int unit() throws BadLiteral {
    int c = text.codePointAt(at);
    if (c == mark) {
      throw new BadLiteral(SYNTAX);
    }
    at += Character.charCount(c);
    if (c != '\\') {
      return c;
    }
    if (at >= text.length()) {
      throw new BadLiteral(SYNTAX);
    }
    char escape = text.charAt(at++);
    return switch (escape) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case '\\' -> '\\';
      case 'x' -> -1 - digits(2, 16);
      case 'u' -> codePoint(digits(4, 16));
      case 'U' -> codePoint(digits(8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
      case '\'', '"' -> {
        if (escape != mark) {
          throw new BadLiteral(SYNTAX);
        }
        yield escape;
      }
      default -> throw new BadLiteral(SYNTAX);
    };
  }

  private int octal() throws BadLiteral {
    at--;
    int value = digits(3, 8);
    if (value > 0xFF) {
      throw new BadLiteral(SYNTAX);
    }
    return -1 - value;
  }

  private int digits(int count, int radix) throws BadLiteral {
    long value = 0;
    for (int i = 0; i < count; i++) {
      char c = at < text.length() ? text.charAt(at++) : ' ';
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        throw new BadLiteral(SYNTAX);
      }
      value = value * radix + digit;
    }
    return value > Character.MAX_CODE_POINT ? Integer.MAX_VALUE : (int) value;
  }

  private static int codePoint(int value) throws BadLiteral {
    boolean surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value > Character.MAX_CODE_POINT || surrogate) {
      throw new BadLiteral(SYNTAX);
    }
    return value;
  }
}
