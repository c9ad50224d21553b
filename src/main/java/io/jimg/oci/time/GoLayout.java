package io.jimg.oci.time;

import java.time.LocalDate;

/// Go's way to lay out a time: by the example of Monday, 2 January 2006, 15:04:05 in `MST`.
public final class GoLayout {

  /// Of two that begin alike the longer one first.
  private static final String[] ELEMENTS = {
    "January",
    "Jan",
    "Monday",
    "Mon",
    "MST",
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "002",
    "15",
    "1",
    "2006",
    "2",
    "_2",
    "__2",
    "3",
    "4",
    "5",
    "PM",
    "pm",
    "-070000",
    "-07:00:00",
    "-0700",
    "-07:00",
    "-07",
    "Z070000",
    "Z07:00:00",
    "Z0700",
    "Z07:00",
    "Z07"
  };

  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  private static final String[] WEEKDAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };

  private final GoTime time;
  private final String zone;
  private final LocalDate date;
  private final int second;
  private final StringBuilder out = new StringBuilder();

  private GoLayout(GoTime time, String zone) {
    long local = time.epochSecond() + time.offset();
    this.time = time;
    this.zone = zone;
    this.date = LocalDate.ofEpochDay(Math.floorDiv(local, 86_400L));
    this.second = Math.floorMod(local, 86_400);
  }

  /// @param zone the abbreviation; empty for a zone without one
  public static String format(GoTime time, String zone, String layout) {
    return new GoLayout(time, zone).format(layout);
  }

  /// The month's name in English.
  public static String month(LocalDate date) {
    return MONTHS[date.getMonthValue() - 1];
  }

  private String format(String layout) {
    int at = 0;
    while (at < layout.length()) {
      int digits = fraction(layout, at);
      String element = digits > 0 ? "" : element(layout, at);
      if (digits > 0) {
        appendFraction(layout.charAt(at), digits, layout.charAt(at + 1) == '0');
        at += 1 + digits;
      } else if (element.isEmpty()) {
        out.append(layout.charAt(at++));
      } else {
        append(element);
        at += element.length();
      }
    }
    return out.toString();
  }

  private static String element(String layout, int at) {
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, at) && !isPartOfWord(element, layout, at)) {
        return element;
      }
    }
    return "";
  }

  /// `Jan` and `Mon` do not count before a small letter; `_2006` is an underscore and a year.
  private static boolean isPartOfWord(String element, String layout, int at) {
    return switch (element) {
      case "Jan", "Mon" -> {
        int next = at + 3 < layout.length() ? layout.charAt(at + 3) : 0;
        yield next >= 'a' && next <= 'z';
      }
      case "_2" -> layout.startsWith("2006", at + 1);
      default -> false;
    };
  }

  /// How many equal zeros or nines stand behind a point or comma, and no other digit; else 0.
  private static int fraction(String layout, int at) {
    char point = layout.charAt(at);
    if ((point != '.' && point != ',') || at + 1 == layout.length()) {
      return 0;
    }
    char digit = layout.charAt(at + 1);
    int end = at + 1;
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    boolean digitFollows =
        end < layout.length() && layout.charAt(end) >= '0' && layout.charAt(end) <= '9';
    return (digit != '0' && digit != '9') || digitFollows ? 0 : end - at - 1;
  }

  private void append(String element) {
    int hour = second / 3600;
    switch (element) {
      case "January" -> out.append(month(date));
      case "Jan" -> out.append(month(date), 0, 3);
      case "Monday" -> out.append(WEEKDAYS[date.getDayOfWeek().getValue() - 1]);
      case "Mon" -> out.append(WEEKDAYS[date.getDayOfWeek().getValue() - 1], 0, 3);
      case "MST" -> appendAbbreviation();
      case "01" -> padded(date.getMonthValue(), 2, '0');
      case "02" -> padded(date.getDayOfMonth(), 2, '0');
      case "03" -> padded((hour + 11) % 12 + 1, 2, '0');
      case "04" -> padded(second / 60 % 60, 2, '0');
      case "05" -> padded(second % 60, 2, '0');
      case "06" -> padded(Math.abs(date.getYear()) % 100, 2, '0');
      case "002" -> padded(date.getDayOfYear(), 3, '0');
      case "15" -> padded(hour, 2, '0');
      case "1" -> out.append(date.getMonthValue());
      case "2006" -> padded(date.getYear(), 4, '0');
      case "2" -> out.append(date.getDayOfMonth());
      case "_2" -> padded(date.getDayOfMonth(), 2, ' ');
      case "__2" -> padded(date.getDayOfYear(), 3, ' ');
      case "3" -> out.append((hour + 11) % 12 + 1);
      case "4" -> out.append(second / 60 % 60);
      case "5" -> out.append(second % 60);
      case "PM" -> out.append(hour >= 12 ? "PM" : "AM");
      case "pm" -> out.append(hour >= 12 ? "pm" : "am");
      default -> appendOffset(element);
    }
  }

  private void appendAbbreviation() {
    if (zone.isEmpty()) {
      appendOffset("-0700");
    } else {
      out.append(zone);
    }
  }

  /// An offset like the example's: `Z` stands for none, seconds are there where it has them.
  private void appendOffset(String example) {
    int offset = time.offset();
    if (offset == 0 && example.charAt(0) == 'Z') {
      out.append('Z');
      return;
    }
    int minutes = Math.abs(offset / 60);
    String separator = example.indexOf(':') > 0 ? ":" : "";
    out.append(offset / 60 < 0 ? '-' : '+');
    padded(minutes / 60, 2, '0');
    if (example.length() > 3) {
      out.append(separator);
      padded(minutes % 60, 2, '0');
    }
    if (example.length() > 6) {
      out.append(separator);
      padded(Math.abs(offset % 60), 2, '0');
    }
  }

  private void appendFraction(char point, int digits, boolean zerosStay) {
    String nanos = Integer.toString(1_000_000_000 + time.nano()).substring(1);
    int end = Math.min(digits, 9);
    while (!zerosStay && end > 0 && nanos.charAt(end - 1) == '0') {
      end--;
    }
    if (end > 0) {
      out.append(point).append(nanos, 0, end);
    }
  }

  private void padded(int number, int width, char pad) {
    String digits = Integer.toString(Math.abs(number));
    out.append(number < 0 ? "-" : "").repeat(pad, Math.max(0, width - digits.length()));
    out.append(digits);
  }
}
