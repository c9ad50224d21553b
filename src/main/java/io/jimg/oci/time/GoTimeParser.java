package io.jimg.oci.time;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import org.jspecify.annotations.Nullable;

/// One run of Go's `time.Parse`, for the layouts that Docker uses.
final class GoTimeParser {

  private static final String[] ELEMENTS = {
    "2006", "01", "02", "15", "04", "05", ".999999999", "Z07:00"
  };

  private final String layout;
  private final String text;
  private int at;
  private int offset;
  private int year = 1;
  private int month = 1;
  private int day = 1;
  private int second;
  private int nano;

  GoTimeParser(String layout, String text, int offset) {
    this.layout = layout;
    this.text = text;
    this.offset = offset;
  }

  GoTime parse() {
    int from = 0;
    while (from < layout.length()) {
      String element = elementAt(from);
      if (element == null) {
        String literal = layout.substring(from, from + 1);
        if (!text.startsWith(literal, at)) {
          throw cannotParse(at, literal);
        }
        at++;
        from++;
        continue;
      }
      from += element.length();
      read(element, layout.startsWith(".999999999", from));
    }
    if (at < text.length()) {
      throw refused(": extra text: " + quoted(text.substring(at)));
    }
    if (day < 1 || day > Calendar.lengthOfMonth(year, month)) {
      throw refused(": day out of range");
    }
    long days = Calendar.epochDay(year, month, day);
    return new GoTime(days * 86_400 + second - offset, nano, offset);
  }

  private @Nullable String elementAt(int from) {
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, from)) {
        return element;
      }
    }
    return null;
  }

  private void read(String element, boolean fractionFollows) {
    switch (element) {
      case "2006" -> year = year();
      case "01" -> month = number(element, true, 1, 12, "month");
      case "02" -> day = number(element, true, 0, 99, "day");
      case "15" -> second = 3600 * number(element, false, 0, 23, "hour");
      case "04" -> second += 60 * number(element, true, 0, 59, "minute");
      case "05" -> {
        second += number(element, true, 0, 59, "second");
        if (!fractionFollows) {
          fraction();
        }
      }
      case "Z07:00" -> zone();
      default -> fraction();
    }
  }

  private int year() {
    int year = 0;
    for (int i = 0; i < 4; i++) {
      if (!isDigit(at + i)) {
        throw cannotParse(at, "2006");
      }
      year = 10 * year + text.charAt(at + i) - '0';
    }
    at += 4;
    return year;
  }

  private int number(String element, boolean twoDigits, int lowest, int highest, String name) {
    int digits = digits(at, twoDigits);
    if (digits == 0) {
      throw cannotParse(at, element);
    }
    int number = Integer.parseInt(text, at, at + digits, 10);
    at += digits;
    if (number < lowest || number > highest) {
      throw refused(": " + name + " out of range");
    }
    return number;
  }

  private int digits(int from, boolean twoDigits) {
    if (!isDigit(from)) {
      return 0;
    }
    return isDigit(from + 1) ? 2 : twoDigits ? 0 : 1;
  }

  /// Digits after a point or comma, if there are any; those beyond the ninth do not count.
  private void fraction() {
    if (at >= text.length() || ".,".indexOf(text.charAt(at)) < 0 || !isDigit(at + 1)) {
      return;
    }
    int unit = 100_000_000;
    for (at++; isDigit(at); at++) {
      nano += (text.charAt(at) - '0') * unit;
      unit /= 10;
    }
  }

  private void zone() {
    if (text.startsWith("Z", at)) {
      at++;
      offset = 0;
      return;
    }
    int start = at;
    if (text.length() < at + 6
        || text.charAt(at + 3) != ':'
        || digits(at + 1, true) == 0
        || digits(at + 4, true) == 0) {
      throw cannotParse(start, "Z07:00");
    }
    int hours = Integer.parseInt(text, at + 1, at + 3, 10);
    int minutes = Integer.parseInt(text, at + 4, at + 6, 10);
    at += 6;
    if (hours > 24) {
      throw refused(": time zone offset hour out of range");
    }
    if (minutes > 60) {
      throw refused(": time zone offset minute out of range");
    }
    offset = (hours * 60 + minutes) * 60;
    switch (text.charAt(start)) {
      case '+' -> {}
      case '-' -> offset = -offset;
      default -> throw cannotParse(start, "Z07:00");
    }
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private InvalidInput cannotParse(int from, String element) {
    return new InvalidInput(
        "parsing time "
            + quoted(text)
            + " as "
            + quoted(layout)
            + ": cannot parse "
            + quoted(text.substring(from))
            + " as "
            + quoted(element));
  }

  private InvalidInput refused(String why) {
    return new InvalidInput("parsing time " + quoted(text) + why);
  }

  /// As package time quotes what it could not parse: every byte beyond ASCII as `\x..`.
  static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (byte b : text.getBytes(UTF_8)) {
      if (b < ' ') {
        out.append("\\x").append(Character.forDigit((b >> 4) & 15, 16));
        out.append(Character.forDigit(b & 15, 16));
      } else {
        out.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
      }
    }
    return out.append('"').toString();
  }
}
