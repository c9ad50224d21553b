package io.jimg.template.fmt;

import java.math.BigInteger;

/// Floating-point numbers in Go's formats: `e f g x b`.
public final class Floats {

  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;

  private Floats() {}

  /// Decimal digits: 0.DIGITS times ten to the power of `point`.
  private record Decimal(String digits, int point) {

    /// At most `count` digits, rounded to even on the exact value.
    Decimal rounded(int count) {
      if (count >= digits.length()) {
        return this;
      }
      if (count < 0) {
        return new Decimal("", 0);
      }
      var kept = new StringBuilder(digits.substring(0, count));
      if (roundsUp(count) && carry(kept)) {
        return new Decimal("1", point + 1);
      }
      return trimmed(kept, point);
    }

    private boolean roundsUp(int count) {
      char next = digits.charAt(count);
      if (next == '5' && count + 1 == digits.length()) {
        return count > 0 && (digits.charAt(count - 1) - '0') % 2 == 1;
      }
      return next >= '5';
    }

    /// Adds one; true when the carry ran out of the front.
    private static boolean carry(StringBuilder kept) {
      for (int i = kept.length() - 1; i >= 0; i--) {
        if (kept.charAt(i) < '9') {
          kept.setCharAt(i, (char) (kept.charAt(i) + 1));
          return false;
        }
        kept.setCharAt(i, '0');
      }
      return true;
    }

    static Decimal trimmed(StringBuilder digits, int point) {
      int end = digits.length();
      while (end > 0 && digits.charAt(end - 1) == '0') {
        end--;
      }
      return end == 0 ? new Decimal("", 0) : new Decimal(digits.substring(0, end), point);
    }

    char digit(int index) {
      return index >= 0 && index < digits.length() ? digits.charAt(index) : '0';
    }
  }

  /// Go's strconv.FormatFloat.
  ///
  /// @param format one of `b e E f g G x X`
  /// @param precision digits; -1: as many as tell the number apart from its neighbours
  public static String format(double value, char format, int precision) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    var out = new StringBuilder();
    if (negative) {
      out.append('-');
    }
    double magnitude = Math.abs(value);
    switch (format) {
      case 'b' -> binary(out, magnitude);
      case 'x', 'X' -> hex(out, magnitude, format, precision);
      default -> decimal(out, magnitude, format, precision);
    }
    return out.toString();
  }

  private static void decimal(StringBuilder out, double value, char format, int precision) {
    boolean general = format == 'g' || format == 'G';
    boolean shortest = precision < 0;
    int wanted = general && precision == 0 ? 1 : precision;
    Decimal digits;
    if (shortest) {
      digits = shortest(value);
    } else {
      var exact = exact(value);
      digits =
          switch (format) {
            case 'e', 'E' -> exact.rounded(wanted + 1);
            case 'f' -> exact.rounded(exact.point + wanted);
            default -> exact.rounded(wanted);
          };
    }
    int size = digits.digits.length();
    if (general) {
      general(out, digits, format == 'g' ? 'e' : 'E', shortest ? -1 : wanted);
    } else if (format == 'f') {
      fixed(out, digits, shortest ? Math.max(size - digits.point, 0) : wanted);
    } else {
      scientific(out, digits, shortest ? size - 1 : wanted, format);
    }
  }

  private static void general(StringBuilder out, Decimal digits, char letter, int precision) {
    int size = digits.digits.length();
    int limit = precision;
    if (precision < 0) {
      limit = 6;
    } else if (limit > size && size >= digits.point) {
      limit = size;
    }
    int exponent = digits.point - 1;
    if (exponent < -4 || exponent >= limit) {
      int shown = precision < 0 || precision > size ? size : precision;
      scientific(out, digits, shown - 1, letter);
    } else {
      fixed(out, digits, Math.max(size - digits.point, 0));
    }
  }

  private static void scientific(StringBuilder out, Decimal digits, int precision, char letter) {
    out.append(digits.digit(0));
    if (precision > 0) {
      out.append('.');
      for (int i = 1; i <= precision; i++) {
        out.append(digits.digit(i));
      }
    }
    int exponent = digits.digits.isEmpty() ? 0 : digits.point - 1;
    exponent(out.append(letter), exponent);
  }

  private static void exponent(StringBuilder out, int exponent) {
    out.append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      out.append('0');
    }
    out.append(magnitude);
  }

  private static void fixed(StringBuilder out, Decimal digits, int precision) {
    if (digits.point > 0) {
      for (int i = 0; i < digits.point; i++) {
        out.append(digits.digit(i));
      }
    } else {
      out.append('0');
    }
    if (precision > 0) {
      out.append('.');
      for (int i = 0; i < precision; i++) {
        out.append(digits.digit(digits.point + i));
      }
    }
  }

  /// The shortest digits that read back as the same number.
  private static Decimal shortest(double value) {
    if (value == 0) {
      return new Decimal("", 0);
    }
    String text = Double.toString(value);
    int letter = text.indexOf('E');
    String number = letter < 0 ? text : text.substring(0, letter);
    int exponent = letter < 0 ? 0 : Integer.parseInt(text, letter + 1, text.length(), 10);
    int dot = number.indexOf('.');
    var digits = new StringBuilder(number).deleteCharAt(dot);
    int zeros = 0;
    while (digits.charAt(zeros) == '0') {
      zeros++;
    }
    var decimal = Decimal.trimmed(digits.delete(0, zeros), dot - zeros + exponent);
    return decimal.digits.length() == 2 ? oneDigit(decimal, value) : decimal;
  }

  /// Java shows two digits where one is enough and two are closer; Go shows one.
  private static Decimal oneDigit(Decimal decimal, double value) {
    var shorter = decimal.rounded(1);
    double read = Double.parseDouble("0." + shorter.digits + "E" + shorter.point);
    return read == value ? shorter : decimal;
  }

  /// All digits: a binary fraction has finitely many.
  private static Decimal exact(double value) {
    if (value == 0) {
      return new Decimal("", 0);
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - MANTISSA_BITS;
    var mantissa = BigInteger.valueOf(mantissa(value));
    if (exponent >= 0) {
      String digits = mantissa.shiftLeft(exponent).toString();
      return Decimal.trimmed(new StringBuilder(digits), digits.length());
    }
    String digits = mantissa.multiply(BigInteger.valueOf(5).pow(-exponent)).toString();
    return Decimal.trimmed(new StringBuilder(digits), digits.length() + exponent);
  }

  private static long mantissa(double value) {
    long bits = Double.doubleToRawLongBits(value) & MANTISSA;
    return Math.getExponent(value) < Double.MIN_EXPONENT ? bits : bits | (1L << MANTISSA_BITS);
  }

  private static void binary(StringBuilder out, double value) {
    int exponent = Math.max(Math.getExponent(value), -BIAS + 1) - MANTISSA_BITS;
    out.append(mantissa(value)).append('p');
    if (exponent >= 0) {
      out.append('+');
    }
    out.append(exponent);
  }

  private static void hex(StringBuilder out, double value, char letter, int precision) {
    long mantissa = mantissa(value) << (60 - MANTISSA_BITS);
    int exponent = mantissa == 0 ? 0 : Math.max(Math.getExponent(value), -BIAS + 1);
    while (mantissa != 0 && (mantissa & (1L << 60)) == 0) {
      mantissa <<= 1;
      exponent--;
    }
    if (precision >= 0 && precision < 15) {
      int shift = precision * 4;
      long extra = (mantissa << shift) & ((1L << 60) - 1);
      mantissa >>>= (60 - shift);
      if ((extra | (mantissa & 1)) > 1L << 59) {
        mantissa++;
      }
      mantissa <<= (60 - shift);
      if ((mantissa & (1L << 61)) != 0) {
        mantissa >>>= 1;
        exponent++;
      }
    }
    String digits = letter == 'x' ? Integers.LOWER : Integers.UPPER;
    out.append('0').append(letter).append((char) ('0' + ((mantissa >> 60) & 1)));
    mantissa <<= 4;
    if (precision > 0 || (precision < 0 && mantissa != 0)) {
      out.append('.');
    }
    for (int i = 0; precision < 0 ? mantissa != 0 : i < precision; i++) {
      out.append(digits.charAt((int) (mantissa >>> 60)));
      mantissa <<= 4;
    }
    exponent(out.append(letter == 'x' ? 'p' : 'P'), exponent);
  }
}
