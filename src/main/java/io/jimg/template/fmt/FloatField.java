package io.jimg.template.fmt;

/// Floating-point numbers with the flags of a format.
final class FloatField {

  private FloatField() {}

  /// @param precision what the verb stands for when the format gives none
  static void write(Field field, double value, char verb, int precision) {
    int wanted = field.hasPrecision ? field.precision : precision;
    var number = new StringBuilder(Floats.format(value, verb, wanted));
    if (number.charAt(0) != '-' && number.charAt(0) != '+') {
      number.insert(0, '+');
    }
    if (field.space && number.charAt(0) == '+' && !field.plus) {
      number.setCharAt(0, ' ');
    }
    if (number.charAt(1) == 'I' || number.charAt(1) == 'N') {
      boolean bare = number.charAt(1) == 'N' && !field.space && !field.plus;
      field.padWithSpaces(bare ? number.substring(1) : number.toString());
      return;
    }
    if (field.sharp && verb != 'b') {
      sharpen(number, verb, wanted);
    }
    if (!field.plus && number.charAt(0) == '+') {
      field.pad(number.substring(1));
    } else if (field.zeroPadded() && field.hasWidth && field.width > number.length()) {
      field.out.append(number.charAt(0));
      field.padding(field.width - number.length());
      field.out.append(number, 1, number.length());
    } else {
      field.pad(number.toString());
    }
    field.checkSize();
  }

  /// `#` keeps the point and the zeros behind it.
  private static void sharpen(StringBuilder number, char verb, int precision) {
    int missing =
        switch (verb) {
          case 'g', 'G', 'x' -> precision == -1 ? 6 : precision;
          default -> 0;
        };
    int end = exponentAt(number, verb);
    String tail = number.substring(end);
    number.setLength(end);
    boolean point = false;
    boolean significant = false;
    for (int i = 1; i < end; i++) {
      char c = number.charAt(i);
      if (c == '.') {
        point = true;
        continue;
      }
      significant |= c != '0';
      if (significant) {
        missing--;
      }
    }
    if (!point) {
      if (number.length() == 2 && number.charAt(1) == '0') {
        missing--;
      }
      number.append('.');
    }
    if (missing > 0) {
      number.repeat('0', missing);
    }
    number.append(tail);
  }

  private static int exponentAt(StringBuilder number, char verb) {
    boolean hex = verb == 'x' || verb == 'X';
    for (int i = 1; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'p' || c == 'P' || (!hex && (c == 'e' || c == 'E'))) {
        return i;
      }
    }
    return number.length();
  }
}
