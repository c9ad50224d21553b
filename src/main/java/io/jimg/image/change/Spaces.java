package io.jimg.image.change;

import java.util.regex.Pattern;

/// What Go and Docker take for white space: the first of Unicode, the second of ASCII.
final class Spaces {

  static final Pattern ASCII = Pattern.compile("[\\t\\x0b\\f\\r ]+");

  private Spaces() {}

  static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
  }

  static String trimLeft(String text) {
    int from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    return text.substring(from);
  }

  static String trim(String text) {
    int to = text.length();
    while (to > 0 && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return trimLeft(text.substring(0, to));
  }
}
