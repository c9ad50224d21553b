package io.jimg.template.fmt;

import io.jimg.template.value.GoText;

/// Go's quoted literals.
public final class Quoting {

  private static final String HEX = "0123456789abcdef";
  private static final int REPLACEMENT = 0xFFFD;
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int DELETE = 0x7F;

  private Quoting() {}

  /// `"text"`, everything that does not print escaped.
  public static String quote(String text) {
    return quote(text, '"', false);
  }

  static String quote(String text, char mark, boolean ascii) {
    var quoted = new StringBuilder(text.length() + 2).append(mark);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (GoText.isByte(codePoint)) {
        hex(quoted.append("\\x"), GoText.toByte(codePoint), 2);
      } else {
        escape(quoted, codePoint, mark, ascii);
      }
    }
    return quoted.append(mark).toString();
  }

  /// `'c'`
  static String quoteRune(int codePoint, boolean ascii) {
    var quoted = new StringBuilder(4).append('\'');
    escape(quoted, valid(codePoint), '\'', ascii);
    return quoted.append('\'').toString();
  }

  private static void escape(StringBuilder quoted, int codePoint, char mark, boolean ascii) {
    int rune = valid(codePoint);
    if (rune == mark || rune == '\\') {
      quoted.append('\\').append((char) rune);
    } else if (isPrint(rune) && (rune < 0x80 || !ascii)) {
      quoted.appendCodePoint(rune);
    } else {
      int letter = "\u0007\b\f\n\r\t\u000b".indexOf(rune);
      if (letter >= 0) {
        quoted.append('\\').append("abfnrtv".charAt(letter));
      } else if (rune < ' ' || rune == DELETE) {
        hex(quoted.append("\\x"), rune, 2);
      } else if (rune < 0x10000) {
        hex(quoted.append("\\u"), rune, 4);
      } else {
        hex(quoted.append("\\U"), rune, 8);
      }
    }
  }

  private static int valid(int codePoint) {
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return surrogate || codePoint < 0 || codePoint > Character.MAX_CODE_POINT
        ? REPLACEMENT
        : codePoint;
  }

  private static void hex(StringBuilder out, int value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((value >> shift) & 0xF));
    }
  }

  /// Letters, marks, numbers, punctuation, symbols and the ASCII space.
  public static boolean isPrint(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint >= ' ' && codePoint < DELETE;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Whether the text can stand between backquotes as it is.
  static boolean canBackquote(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean control = codePoint < ' ' && codePoint != '\t';
      if (control
          || codePoint == '`'
          || codePoint == DELETE
          || codePoint == BYTE_ORDER_MARK
          || GoText.isByte(codePoint)) {
        return false;
      }
    }
    return true;
  }
}
