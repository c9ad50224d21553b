package io.jimg.template.fmt;

/// Integers and code points as a format wants them.
final class Integers {

  static final String LOWER = "0123456789abcdefx";
  static final String UPPER = "0123456789ABCDEFX";

  private static final int REPLACEMENT = 0xFFFD;

  private Integers() {}

  /// @param verb the letter of the verb; `O` adds `0o`
  static void write(Field field, long value, boolean signed, int verb) {
    switch (verb) {
      case 'b' -> digits(field, value, 2, signed, verb);
      case 'o', 'O' -> digits(field, value, 8, signed, verb);
      case 'x', 'X' -> digits(field, value, 16, signed, verb);
      default -> digits(field, value, 10, signed, verb);
    }
  }

  /// With `0x`, as Go prints addresses and unsigned numbers in its own syntax.
  static void writeHex(Field field, long value, boolean prefix) {
    boolean sharp = field.sharp;
    field.sharp = prefix;
    digits(field, value, 16, false, 'v');
    field.sharp = sharp;
  }

  private static void digits(Field field, long value, int base, boolean signed, int verb) {
    boolean negative = signed && value < 0;
    if (field.hasPrecision && field.precision == 0 && value == 0) {
      boolean zero = field.zero;
      field.zero = false;
      field.padding(field.width);
      field.zero = zero;
      return;
    }
    String digits = Long.toUnsignedString(negative ? -value : value, base);
    var number = new StringBuilder();
    if (negative) {
      number.append('-');
    } else if (field.plus) {
      number.append('+');
    } else if (field.space) {
      number.append(' ');
    }
    int wanted = minimum(field, number.length());
    boolean octalZero = base == 8 && field.sharp && wanted <= digits.length();
    number.append(prefix(field, base, verb, octalZero && !digits.startsWith("0")));
    for (int i = digits.length(); i < wanted; i++) {
      number.append('0');
    }
    number.append(verb == 'X' ? upper(digits) : digits);
    field.padWithSpaces(number.toString());
    field.checkSize();
  }

  private static int minimum(Field field, int sign) {
    if (field.hasPrecision) {
      return field.precision;
    }
    return field.zeroPadded() && field.hasWidth ? field.width - sign : 0;
  }

  private static String prefix(Field field, int base, int verb, boolean octalZero) {
    String octal = octalZero ? "0" : "";
    if (verb == 'O') {
      return "0o" + octal;
    }
    if (!field.sharp) {
      return "";
    }
    return switch (base) {
      case 2 -> "0b";
      case 8 -> octal;
      case 16 -> verb == 'X' ? "0X" : "0x";
      default -> "";
    };
  }

  private static String upper(String digits) {
    var upper = new StringBuilder(digits.length());
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      upper.append(c >= 'a' ? (char) (c - 'a' + 'A') : c);
    }
    return upper.toString();
  }

  /// `%c`
  static void character(Field field, long value) {
    field.pad(Character.toString(codePoint(value)));
  }

  /// `%q` of a number.
  static void quoted(Field field, long value) {
    field.pad(Quoting.quoteRune(codePoint(value), field.plus));
  }

  private static int codePoint(long value) {
    boolean surrogate = value >= 0xD800 && value <= 0xDFFF;
    return value < 0 || value > Character.MAX_CODE_POINT || surrogate ? REPLACEMENT : (int) value;
  }

  /// `%U`
  static void unicode(Field field, long value) {
    String digits = upper(Long.toUnsignedString(value, 16));
    int wanted = field.hasPrecision ? Math.max(4, field.precision) : 4;
    var text = new StringBuilder("U+");
    for (int i = digits.length(); i < wanted; i++) {
      text.append('0');
    }
    text.append(digits);
    boolean valid = value >= 0 && value <= Character.MAX_CODE_POINT;
    if (field.sharp && valid && Quoting.isPrint((int) value)) {
      text.append(" '").appendCodePoint((int) value).append('\'');
    }
    field.padWithSpaces(text.toString());
    field.checkSize();
  }
}
