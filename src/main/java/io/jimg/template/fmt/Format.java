package io.jimg.template.fmt;

import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.GoValue.Any;
import org.jspecify.annotations.Nullable;

/// Go's fmt.Sprintf: one walk over a format and its operands.
public final class Format {

  private static final int TOO_LARGE = 1_000_000;

  private final String format;
  private final GoValue[] operands;
  private final Printer printer = new Printer();
  private final Field field = printer.field();
  private final StringBuilder out = field.out;

  private int at;
  private int operand;

  /// An explicit `[n]` was seen: unused operands are no error then.
  private boolean reordered;

  private boolean goodIndex;
  private boolean afterIndex;

  private Format(String format, GoValue[] operands) {
    this.format = format;
    this.operands = operands;
  }

  /// The text; a format that does not fit its operands says so inside it.
  public static String sprintf(String format, GoValue... operands) {
    var walk = new Format(format, operands);
    walk.run();
    return walk.out.toString();
  }

  private void run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      int end = percent < 0 ? format.length() : percent;
      out.append(format, at, end);
      field.checkSize();
      if (percent < 0) {
        break;
      }
      at = percent + 1;
      goodIndex = true;
      field.clear();
      if (!simple() && !complex()) {
        break;
      }
    }
    if (!reordered && operand < operands.length) {
      extra();
    }
  }

  /// Flags and then a small letter: the usual case. False when there is more to read.
  private boolean simple() {
    for (; at < format.length(); at++) {
      char c = format.charAt(at);
      switch (c) {
        case '#' -> field.sharp = true;
        case '0' -> field.zero = true;
        case '+' -> field.plus = true;
        case '-' -> field.minus = true;
        case ' ' -> field.space = true;
        default -> {
          if (c < 'a' || c > 'z' || operand >= operands.length) {
            return false;
          }
          at++;
          verb(c);
          return true;
        }
      }
    }
    return false;
  }

  private void verb(int verb) {
    if (verb == 'v') {
      field.verbV();
    }
    printer.argument(operands[operand++], verb);
  }

  /// Index, width, precision and verb. False at the end of the format.
  private boolean complex() {
    afterIndex = index();
    width();
    if (at + 1 < format.length() && format.charAt(at) == '.') {
      at++;
      precision();
    }
    if (!afterIndex) {
      afterIndex = index();
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return false;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (!goodIndex) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (operand >= operands.length) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      verb(verb);
    }
    return true;
  }

  private void width() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Long width = integer();
      field.hasWidth = width != null;
      if (width == null) {
        out.append("%!(BADWIDTH)");
      } else {
        field.width = Math.abs(width.intValue());
        field.minus |= width < 0;
      }
      afterIndex = false;
      return;
    }
    int width = number(format.length());
    field.hasWidth = width >= 0;
    field.width = Math.max(width, 0);
    if (afterIndex && field.hasWidth) {
      goodIndex = false;
    }
  }

  private void precision() {
    if (afterIndex) {
      goodIndex = false;
    }
    afterIndex = index();
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Long precision = integer();
      field.hasPrecision = precision != null && precision >= 0;
      if (precision == null || precision < 0) {
        out.append("%!(BADPREC)");
      } else {
        field.precision = precision.intValue();
      }
      afterIndex = false;
      return;
    }
    field.precision = Math.max(number(format.length()), 0);
    field.hasPrecision = true;
  }

  /// The digits from here on, up to `end`; -1 when there are none. A number that is too large ends
  /// the format.
  private int number(int end) {
    int value = 0;
    int start = at;
    while (at < end && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      if (value > TOO_LARGE) {
        at = end;
        return -1;
      }
      value = value * 10 + format.charAt(at++) - '0';
    }
    return at == start ? -1 : value;
  }

  /// The next operand as a width or precision; null when it is no integer of a sane size.
  private @Nullable Long integer() {
    if (operand >= operands.length) {
      return null;
    }
    var value = operands[operand++];
    if ((value instanceof Any(var inner) ? inner : value) instanceof GoValue.Int number) {
      boolean fits = number.value() <= TOO_LARGE && number.value() >= -TOO_LARGE;
      return fits ? number.value() : null;
    }
    return null;
  }

  /// Reads `[n]`, if it stands here.
  private boolean index() {
    if (at >= format.length() || format.charAt(at) != '[') {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', at + 1);
    if (close < 0 || format.length() - at < 3) {
      at++;
      goodIndex = false;
      return false;
    }
    at++;
    int index = at >= close ? -1 : number(close) - 1;
    boolean read = at == close && index >= -1 && format.charAt(close - 1) != '[';
    at = close + 1;
    if (read && index >= 0 && index < operands.length) {
      operand = index;
      return true;
    }
    goodIndex = false;
    return read;
  }

  private void extra() {
    field.clear();
    out.append("%!(EXTRA ");
    for (int i = operand; i < operands.length; i++) {
      if (i > operand) {
        out.append(", ");
      }
      var value = operands[i] instanceof Any(var inner) ? inner : operands[i];
      if (value.type().kind() == GoType.Kind.INVALID) {
        out.append("<nil>");
      } else {
        out.append(value.type().name()).append('=');
        printer.argument(value, 'v');
      }
    }
    out.append(')');
    field.checkSize();
  }
}
