package io.jimg.template;

import static io.jimg.template.GoType.ANY;
import static io.jimg.template.GoType.INT;
import static io.jimg.template.GoType.STRING;
import static io.jimg.template.GoType.STRINGS;

import java.util.ArrayList;
import java.util.Map;

/// The functions that `--format` adds to Go's own.
public final class AddedFunctions {

  private static final int MOST_TEXT = 16 << 20;

  /// What every row and object is shown with.
  public static final Functions ROWS =
      Functions.BUILT_IN.and(
          Map.of(
              "json", GoFunction.of(a -> GoValue.text(GoJson.encode(a[0])), ANY),
              "split", GoFunction.of(a -> split(text(a[0]), text(a[1])), STRING, STRING),
              "join", GoFunction.of(a -> join((GoValue.Slice) a[0], text(a[1])), STRINGS, STRING),
              "title", GoFunction.of(a -> GoValue.text(title(text(a[0]))), STRING),
              "lower", GoFunction.of(a -> GoValue.text(lower(text(a[0]))), STRING),
              "upper", GoFunction.of(a -> GoValue.text(upper(text(a[0]))), STRING),
              "pad", GoFunction.of(AddedFunctions::pad, STRING, INT, INT),
              "truncate", GoFunction.of(AddedFunctions::truncate, STRING, INT)));

  private static final GoFunction SAME = GoFunction.of(a -> a[0], STRING);
  private static final GoFunction SAME_OF_TWO = GoFunction.of(a -> a[0], STRING, STRING);

  /// What the header of a table is shown with: column names stay as they are, but `pad` pads.
  public static final Functions HEADER =
      ROWS.and(
          Map.of(
              "json", SAME,
              "split", SAME_OF_TWO,
              "join", SAME_OF_TWO,
              "title", SAME,
              "lower", SAME,
              "upper", SAME,
              "truncate", GoFunction.of(a -> a[0], STRING, INT)));

  private AddedFunctions() {}

  private static String text(GoValue value) {
    return value instanceof GoValue.Text(var text, _) ? text : "";
  }

  private static long number(GoValue value) {
    return value instanceof GoValue.Int(var number, _) ? number : 0;
  }

  private static GoValue split(String text, String separator) {
    var parts = new ArrayList<String>();
    if (separator.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
      return GoValue.strings(parts);
    }
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return GoValue.strings(parts);
  }

  private static GoValue join(GoValue.Slice items, String separator) {
    var joined = new StringBuilder();
    var elements = items.elements();
    for (int i = 0; i < elements.size(); i++) {
      joined.append(i > 0 ? separator : "").append(text(elements.get(i)));
      bounded(joined.length());
    }
    return GoValue.text(GoText.joined(joined.toString()));
  }

  private static void bounded(long length) {
    if (length > MOST_TEXT) {
      throw new CallFailure("text is longer than " + MOST_TEXT + " characters");
    }
  }

  private static String lower(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(valid(Character.toLowerCase(c))));
    return out.toString();
  }

  private static String upper(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(valid(Character.toUpperCase(c))));
    return out.toString();
  }

  /// Bytes that are no UTF-8 do not survive Go's mapping of characters.
  private static int valid(int codePoint) {
    return GoText.isByte(codePoint) ? 0xFFFD : codePoint;
  }

  private static String title(String text) {
    var out = new StringBuilder(text.length());
    int before = ' ';
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      out.appendCodePoint(valid(separates(before) ? Character.toTitleCase(c) : c));
      before = c;
    }
    return out.toString();
  }

  private static boolean separates(int c) {
    if (Character.isLetter(c) || Character.isDigit(c) || c == '_') {
      return false;
    }
    return c < 0x80 || c == 0x85 || Character.isSpaceChar(c);
  }

  private static GoValue pad(GoValue[] arguments) {
    String text = text(arguments[0]);
    if (text.isEmpty()) {
      return arguments[0];
    }
    return GoValue.text(spaces(number(arguments[1])) + text + spaces(number(arguments[2])));
  }

  private static String spaces(long count) {
    if (count < 0) {
      throw new CallFailure("strings: negative Repeat count");
    }
    bounded(count);
    return " ".repeat((int) count);
  }

  private static GoValue truncate(GoValue[] arguments) {
    String text = text(arguments[0]);
    long length = number(arguments[1]);
    if (GoText.length(text) < length) {
      return arguments[0];
    }
    if (length < 0) {
      throw new CallFailure("runtime error: slice bounds out of range [:" + length + "]");
    }
    return GoValue.text(GoText.slice(text, 0, (int) length));
  }
}
