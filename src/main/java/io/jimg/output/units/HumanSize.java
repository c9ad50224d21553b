package io.jimg.output.units;

/// Sizes as Docker prints them: thousands, a unit, and three or four significant digits rounded
/// half-even on the exact binary value, as Go's `%.3g` and `%.4g` do (`999999` is `1e+03kB` with
/// three). By hand, because Formatter and BigDecimal cost 12 ms of start-up.
public final class HumanSize {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000};

  private HumanSize() {}

  /// As in the tables of images and history: `4.45MB`.
  public static String threeDigits(long bytes) {
    return text(bytes, 3, 1000, UNITS);
  }

  /// As everywhere else: `4.446MB`.
  public static String fourDigits(long bytes) {
    return text(bytes, 4, 1000, UNITS);
  }

  /// Memory, in units of 1024 (go-units `BytesSize`): `23.54GiB`.
  public static String binary(long bytes) {
    return text(bytes, 4, 1024, BINARY_UNITS);
  }

  private static String text(long bytes, int digits, int base, String[] units) {
    double size = bytes;
    int unit = 0;
    while (size >= base && unit < units.length - 1) {
      size /= base;
      unit++;
    }
    var out = new StringBuilder(12);
    if (size < 0) {
      out.append('-');
    }
    if (unit == 0) {
      appendWhole((long) Math.abs(size), size < -Long.MAX_VALUE, digits, out);
    } else {
      appendFraction(size, digits, out);
    }
    return out.append(units[unit]).toString();
  }

  /// A whole number; of those only negative ones can be long, since they are never divided.
  private static void appendWhole(long saturated, boolean lowest, int digits, StringBuilder out) {
    long value = lowest ? Long.MIN_VALUE : saturated;
    int length = Long.toUnsignedString(value).length();
    if (length <= digits) {
      appendDigits(value, length, length, out);
      return;
    }
    long unit = 1;
    for (int i = digits; i < length; i++) {
      unit *= 10;
    }
    long kept = Long.divideUnsigned(value, unit);
    long rest = Long.remainderUnsigned(value, unit);
    appendRounded(roundHalfEven(kept, 2 * rest, unit), length, digits, out);
  }

  /// A number from 1 to below 1024: at most 53 bits times 1000, which fits a long exactly.
  private static void appendFraction(double size, int digits, StringBuilder out) {
    int length = size < 10 ? 1 : size < 100 ? 2 : size < 1000 ? 3 : 4;
    int shift = 52 - Math.getExponent(size);
    long mantissa = (Double.doubleToRawLongBits(size) & ((1L << 52) - 1)) | (1L << 52);
    long scaled = mantissa * POWERS[digits - length];
    long kept = scaled >> shift;
    long rest = scaled - (kept << shift);
    appendRounded(roundHalfEven(kept, 2 * rest, 1L << shift), length, digits, out);
  }

  private static long roundHalfEven(long kept, long twiceRest, long unit) {
    boolean up = twiceRest > unit || (twiceRest == unit && (kept & 1) == 1);
    return up ? kept + 1 : kept;
  }

  private static void appendRounded(long rounded, int length, int digits, StringBuilder out) {
    boolean carried = rounded == POWERS[digits];
    appendDigits(carried ? rounded / 10 : rounded, carried ? length + 1 : length, digits, out);
  }

  /// The number whose leading digits are `significant`, with `length` digits before the point: in
  /// exponent form where it has more of those than are significant, and never with trailing zeros.
  private static void appendDigits(long significant, int length, int digits, StringBuilder out) {
    String text = Long.toString(significant);
    int end = text.length();
    while (end > 1 && text.charAt(end - 1) == '0') {
      end--;
    }
    boolean exponent = length > digits;
    int point = exponent ? 1 : length;
    for (int i = 0; i < Math.max(point, end); i++) {
      if (i == point) {
        out.append('.');
      }
      out.append(i < text.length() ? text.charAt(i) : '0');
    }
    if (exponent) {
      out.append(length <= 10 ? "e+0" : "e+").append(length - 1);
    }
  }
}
