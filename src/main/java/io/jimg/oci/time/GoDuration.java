package io.jimg.oci.time;

import io.jimg.error.InvalidInput;

/// Time spans as Go writes them: `1h30m`, `-1.5h`, `300ms`.
public final class GoDuration {

  private static final long SECOND = 1_000_000_000;

  /// Sums are unsigned, since the shortest duration is -2^63.
  private static final long LIMIT = Long.MIN_VALUE;

  private final String text;
  private int at;

  private GoDuration(String text) {
    this.text = text;
  }

  /// The nanoseconds of `text`.
  ///
  /// @throws InvalidInput in Go's words
  public static long parse(String text) {
    return new GoDuration(text).parse();
  }

  /// As Go prints durations: `1h30m0s`, `1.5s`, `300ms`, `0s`.
  public static String text(long nanos) {
    var out = new StringBuilder(nanos < 0 ? "-" : "");
    long left = Math.abs(nanos); // the shortest duration stays negative and is read as unsigned
    if (left >= 0 && left < SECOND) {
      appendPartOfSecond(left, out);
      return out.toString();
    }
    long seconds = Long.divideUnsigned(left, SECOND);
    if (seconds >= 3600) {
      out.append(seconds / 3600).append('h');
    }
    if (seconds >= 60) {
      out.append(seconds / 60 % 60).append('m');
    }
    appendFraction(seconds % 60, Long.remainderUnsigned(left, SECOND), 9, out);
    return out.append('s').toString();
  }

  private static void appendPartOfSecond(long nanos, StringBuilder out) {
    if (nanos == 0) {
      out.append("0s");
    } else if (nanos < 1_000) {
      out.append(nanos).append("ns");
    } else if (nanos < 1_000_000) {
      appendFraction(nanos / 1_000, nanos % 1_000, 3, out);
      out.append("\u00b5s");
    } else {
      appendFraction(nanos / 1_000_000, nanos % 1_000_000, 6, out);
      out.append("ms");
    }
  }

  private static void appendFraction(long whole, long fraction, int places, StringBuilder out) {
    out.append(whole);
    if (fraction == 0) {
      return;
    }
    String digits = Long.toString(fraction);
    out.append('.').repeat('0', places - digits.length()).append(digits);
    while (out.charAt(out.length() - 1) == '0') {
      out.setLength(out.length() - 1);
    }
  }

  private long parse() {
    boolean negative = text.startsWith("-");
    at = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return 0;
    }
    if (at == text.length()) {
      throw invalid();
    }
    long sum = 0;
    while (at < text.length()) {
      sum = within(sum + term());
    }
    if (!negative && sum == LIMIT) {
      throw invalid();
    }
    return negative ? -sum : sum;
  }

  /// One number and its unit.
  private long term() {
    int start = at;
    long whole = whole();
    int digits = at - start;
    long fraction = 0;
    int places = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      int point = at++;
      for (; isDigit(); at++) {
        boolean fits = Long.compareUnsigned(fraction, Long.MAX_VALUE / 10) <= 0;
        long next = fraction * 10 + text.charAt(at) - '0';
        if (fits && places == at - point - 1 && Long.compareUnsigned(next, LIMIT) <= 0) {
          fraction = next;
          places++;
        }
      }
      digits += at - point - 1;
    }
    if (digits == 0) {
      throw invalid();
    }
    long unit = unit();
    if (Long.compareUnsigned(whole, Long.divideUnsigned(LIMIT, unit)) > 0) {
      throw invalid();
    }
    return within(whole * unit + nanos(fraction, places, unit));
  }

  private long whole() {
    long whole = 0;
    for (; isDigit(); at++) {
      if (Long.compareUnsigned(whole, Long.divideUnsigned(LIMIT, 10)) > 0) {
        throw invalid();
      }
      whole = within(whole * 10 + text.charAt(at) - '0');
    }
    return whole;
  }

  /// In floating point, as Go computes it.
  private static long nanos(long fraction, int places, long unit) {
    double scale = 1;
    for (int i = 0; i < places; i++) {
      scale *= 10;
    }
    double exact = fraction == LIMIT ? 0x1p63 : fraction;
    return (long) (exact * (unit / scale));
  }

  private long unit() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '.' && !isDigit()) {
      at++;
    }
    String unit = text.substring(start, at);
    return switch (unit) {
      case "ns" -> 1;
      case "us", "\u00b5s", "\u03bcs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      case "h" -> 3600 * SECOND;
      default ->
          throw new InvalidInput(
              "time: "
                  + (unit.isEmpty() ? "missing unit" : "unknown unit " + GoTimeParser.quoted(unit))
                  + " in duration "
                  + GoTimeParser.quoted(text));
    };
  }

  private boolean isDigit() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private long within(long unsigned) {
    if (Long.compareUnsigned(unsigned, LIMIT) > 0) {
      throw invalid();
    }
    return unsigned;
  }

  private InvalidInput invalid() {
    return new InvalidInput("time: invalid duration " + GoTimeParser.quoted(text));
  }
}
