package io.jimg.template.fmt;

import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoText;

/// One place of a format: its flags, width and precision, and the output that it pads.
final class Field {

  private static final int MAX_OUTPUT = 4 << 20;

  final StringBuilder out = new StringBuilder();
  boolean minus;
  boolean plus;
  boolean sharp;
  boolean space;
  boolean zero;

  /// `%+v`: names of struct fields.
  boolean plusV;

  /// `%#v`: Go syntax.
  boolean sharpV;

  boolean hasWidth;
  int width;
  boolean hasPrecision;
  int precision;

  void clear() {
    minus = false;
    plus = false;
    sharp = false;
    space = false;
    zero = false;
    plusV = false;
    sharpV = false;
    hasWidth = false;
    width = 0;
    hasPrecision = false;
    precision = 0;
  }

  /// `%v` turns `+` and `#` into flags for the whole value.
  void verbV() {
    sharpV = sharp;
    sharp = false;
    plusV = plus;
    plus = false;
  }

  boolean zeroPadded() {
    return zero && !minus;
  }

  void padding(int count) {
    if (count > 0) {
      out.repeat(zeroPadded() ? '0' : ' ', count);
      checkSize();
    }
  }

  /// Whatever a template asks for, no text grows without bound.
  void checkSize() {
    if (out.length() > MAX_OUTPUT) {
      throw new CallFailure("text is longer than " + MAX_OUTPUT + " characters");
    }
  }

  void pad(String text) {
    if (!hasWidth || width == 0) {
      out.append(text);
      return;
    }
    int missing = width - text.codePointCount(0, text.length());
    if (minus) {
      out.append(text);
      padding(missing);
    } else {
      padding(missing);
      out.append(text);
    }
  }

  void padWithSpaces(String text) {
    boolean wasZero = zero;
    zero = false;
    pad(text);
    zero = wasZero;
  }

  /// The text cut to the precision, in characters.
  String truncated(String text) {
    if (!hasPrecision || text.length() <= precision) {
      return text;
    }
    int characters = text.codePointCount(0, text.length());
    return characters <= precision
        ? text
        : text.substring(0, text.offsetByCodePoints(0, precision));
  }

  void string(String text) {
    pad(truncated(text));
  }

  void quoted(String text) {
    String shown = truncated(text);
    pad(sharp && Quoting.canBackquote(shown) ? '`' + shown + '`' : Quoting.quote(shown, '"', plus));
  }

  /// The bytes of a text in hexadecimal.
  void hex(String text, String digits) {
    byte[] bytes = GoText.utf8(text);
    int length = hasPrecision ? Math.min(precision, bytes.length) : bytes.length;
    if (length == 0) {
      padding(hasWidth ? width : 0);
      return;
    }
    int size = 2 * length;
    if (space) {
      size = (sharp ? 2 * size : size) + length - 1;
    } else if (sharp) {
      size += 2;
    }
    int missing = hasWidth ? width - size : 0;
    if (!minus) {
      padding(missing);
    }
    for (int i = 0; i < length; i++) {
      if (space && i > 0) {
        out.append(' ');
      }
      if (sharp && (i == 0 || space)) {
        out.append('0').append(digits.charAt(16));
      }
      out.append(digits.charAt((bytes[i] >> 4) & 0xF)).append(digits.charAt(bytes[i] & 0xF));
    }
    if (minus) {
      padding(missing);
    }
  }
}
