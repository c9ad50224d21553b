package io.jimg.template;

import static io.jimg.template.value.GoType.ANY;
import static io.jimg.template.value.GoType.INT;
import static io.jimg.template.value.GoType.STRING;
import static io.jimg.template.value.GoType.STRINGS;

import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoText;
import io.jimg.template.value.GoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The functions that `--format` adds to Go's own.
public final class AddedFunctions {

  private static final int MOST_TEXT = 4 << 20;
  private static final int MOST_PARTS = 1 << 18;

  /// What every row and object is shown with.
  public static final Functions ROWS =
      Functions.BUILT_IN.and(
          Map.of(
              "json", GoFunction.of(Added.JSON, ANY),
              "split", GoFunction.of(Added.SPLIT, STRING, STRING),
              "join", GoFunction.of(Added.JOIN, STRINGS, STRING),
              "title", GoFunction.of(Added.TITLE, STRING),
              "lower", GoFunction.of(Added.LOWER, STRING),
              "upper", GoFunction.of(Added.UPPER, STRING),
              "pad", GoFunction.of(Added.PAD, STRING, INT, INT),
              "truncate", GoFunction.of(Added.TRUNCATE, STRING, INT)));

  private static final GoFunction SAME = GoFunction.of(Added.SAME, STRING);
  private static final GoFunction SAME_OF_TWO = GoFunction.of(Added.SAME, STRING, STRING);

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
              "truncate", GoFunction.of(Added.SAME, STRING, INT)));

  private AddedFunctions() {}

  /// One class instead of a lambda each, as in [BuiltIn].
  private enum Added implements GoFunction.Body {
    SAME,
    JSON,
    SPLIT,
    JOIN,
    TITLE,
    LOWER,
    UPPER,
    PAD,
    TRUNCATE;

    @Override
    public GoValue call(GoValue[] a) {
      return switch (this) {
        case SAME -> a[0];
        case JSON -> GoValue.text(GoJson.encode(a[0]));
        case SPLIT -> split(text(a[0]), text(a[1]));
        case JOIN -> join((GoValue.Slice) a[0], text(a[1]));
        case TITLE -> GoValue.text(title(text(a[0])));
        case LOWER -> GoValue.text(lower(text(a[0])));
        case UPPER -> GoValue.text(upper(text(a[0])));
        case PAD -> pad(a);
        case TRUNCATE -> truncate(a);
      };
    }
  }

  private static String text(GoValue value) {
    return value instanceof GoValue.Text(var text, _) ? text : "";
  }

  private static long number(GoValue value) {
    return value instanceof GoValue.Int(var number, _) ? number : 0;
  }

  private static GoValue split(String text, String separator) {
    var parts = new ArrayList<String>();
    if (separator.isEmpty()) {
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        i += Character.charCount(c);
        add(parts, Character.toString(c));
      }
      return GoValue.strings(parts);
    }
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      add(parts, text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return GoValue.strings(parts);
  }

  private static void add(List<String> parts, String part) {
    if (parts.size() == MOST_PARTS) {
      throw new CallFailure("list is longer than " + MOST_PARTS + " items");
    }
    parts.add(part);
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
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      out.appendCodePoint(valid(Character.toLowerCase(c)));
    }
    return out.toString();
  }

  private static String upper(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      out.appendCodePoint(valid(Character.toUpperCase(c)));
    }
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
