package io.jimg.template.parse;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.value.GoValue;
import org.jspecify.annotations.Nullable;

/// A number of the template under every type that can hold it, like Go's untyped constants.
///
/// @param text as it was typed
/// @param integer its value as an int64; null: it has none
/// @param unsigned whether it fits a uint64
/// @param real its value as a float64; null: it has none
/// @param complex its value as a complex128; null: it was not written as one
public record NumberLiteral(
    String text,
    @Nullable Long integer,
    boolean unsigned,
    @Nullable Double real,
    @Nullable Pair complex) {

  private static final double TWO_TO_63 = 0x1p63;

  /// The parts of a complex number.
  public record Pair(double real, double imaginary) {}

  /// @throws BadLiteral Go's words for what is wrong
  static NumberLiteral parse(String text, Token.Kind kind) throws BadLiteral {
    if (kind == Token.Kind.CHAR_CONSTANT) {
      long rune = Unquote.character(text);
      return new NumberLiteral(text, rune, true, (double) rune, null);
    }
    if (kind == Token.Kind.COMPLEX) {
      return complex(text, complexParts(text));
    }
    if (text.endsWith("i")) {
      Double imaginary = Numbers.parseFloat(text.substring(0, text.length() - 1));
      if (imaginary != null && Double.isFinite(imaginary)) {
        return complex(text, new Pair(0, imaginary));
      }
    }
    return simple(text);
  }

  /// The value where no type is asked for: the syntax decides. Null: it overflows an int.
  @Nullable GoValue constant() {
    if (complex != null) {
      return new GoValue.Complex(complex.real(), complex.imaginary());
    }
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    boolean hexInteger = hex && !Numbers.containsAny(text, "pP");
    boolean rune = text.startsWith("'");
    if (real != null && !hexInteger && !rune && Numbers.containsAny(text, ".eEpP")) {
      return new GoValue.Real(real);
    }
    return integer == null ? null : GoValue.number(integer);
  }

  private static NumberLiteral simple(String text) throws BadLiteral {
    Long bits = Numbers.parseUnsigned(text);
    Long integer = Numbers.parseSigned(text);
    if (integer != null) {
      boolean unsigned = bits != null || integer == 0;
      return new NumberLiteral(text, integer, unsigned, (double) (long) integer, null);
    }
    if (bits != null) {
      return new NumberLiteral(text, null, true, unsignedToDouble(bits), null);
    }
    Double real = Numbers.parseFloat(text);
    if (real == null || !Double.isFinite(real)) {
      throw new BadLiteral("illegal number syntax: " + Quoting.quote(text));
    }
    if (!Numbers.containsAny(text, ".eEpP")) {
      throw new BadLiteral("integer overflow: " + Quoting.quote(text));
    }
    return new NumberLiteral(text, asLong(real), fitsUnsigned(real), real, null);
  }

  private static NumberLiteral complex(String text, Pair pair) {
    if (pair.imaginary() != 0) {
      return new NumberLiteral(text, null, false, null, pair);
    }
    double real = pair.real();
    return new NumberLiteral(text, asLong(real), fitsUnsigned(real), real, pair);
  }

  private static Pair complexParts(String text) throws BadLiteral {
    int sign = tokenEnd(text, 0);
    if (sign >= text.length() || "+-".indexOf(text.charAt(sign)) < 0) {
      throw new BadLiteral("syntax error scanning complex number");
    }
    int end = tokenEnd(text, sign + 1);
    if (end >= text.length() || text.charAt(end) != 'i') {
      throw new BadLiteral("syntax error scanning complex number");
    }
    return new Pair(part(text.substring(0, sign)), part(text.substring(sign, end)));
  }

  /// Where the longest thing that looks like a float ends.
  private static int tokenEnd(String text, int from) {
    int at = skip(text, from, "+-", 1);
    int infinity = skip(text, at, "iI", 1);
    if (infinity > at) {
      return infinity;
    }
    String digits = "0123456789_";
    String exponent = "eEp";
    int zero = skip(text, at, "0", 1);
    if (zero > at && skip(text, zero, "xX", 1) > zero) {
      at = zero + 1;
      digits = "0123456789abcdefABCDEF_";
      exponent = "pP";
    }
    at = skip(text, at, digits, text.length());
    if (skip(text, at, ".", 1) > at) {
      at = skip(text, at + 1, digits, text.length());
    }
    if (skip(text, at, exponent, 1) > at) {
      at = skip(text, at + 1, "+-", 1);
      at = skip(text, at, "0123456789_", text.length());
    }
    return at;
  }

  private static int skip(String text, int from, String letters, int most) {
    int at = from;
    while (at < text.length() && at - from < most && letters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static double part(String text) throws BadLiteral {
    Double value = Numbers.parseFloat(text);
    if (value == null || !Double.isFinite(value)) {
      String reason = value == null ? "invalid syntax" : "value out of range";
      String quoted = Quoting.quote(text);
      throw new BadLiteral("strconv.ParseFloat: parsing " + quoted + ": " + reason);
    }
    return value;
  }

  private static @Nullable Long asLong(double real) {
    boolean fits = real >= -TWO_TO_63 && real < TWO_TO_63 && (double) (long) real == real;
    return fits ? (Long) (long) real : null;
  }

  private static boolean fitsUnsigned(double real) {
    return real >= 0 && real < 2 * TWO_TO_63 && Math.rint(real) == real;
  }

  private static double unsignedToDouble(long bits) {
    double high = (double) ((bits >>> 1) | (bits & 1));
    return bits < 0 ? high * 2 : (double) bits;
  }
}
