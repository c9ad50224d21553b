package io.jimg.output.units;

import io.jimg.output.units.LocalZone.Period;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A POSIX TZ string (`CET-1CEST,M3.5.0,M10.5.0/3`), as the footer of a zone file has it.
///
/// @param summer null where there is no summer time
record ZoneRule(Period standard, @Nullable Period summer, Change start, Change end) {

  private static final int DAY = 86_400;
  private static final Change NEVER = new Change('J', 0, 0, 1, 0);

  /// When a change happens in each year, in seconds of local time.
  ///
  /// @param kind `J` for a day of the year that never counts 29 February, `M` for a weekday of a
  ///     week of a month, `N` for a day of the year
  record Change(char kind, int month, int week, int day, int time) {

    int second(int year, int offset) {
      return dayOfYear(year) * DAY + time - offset;
    }

    private int dayOfYear(int year) {
      var first = LocalDate.of(year, 1, 1);
      return switch (kind) {
        case 'J' -> day - 1 + (first.isLeapYear() && day >= 60 ? 1 : 0);
        case 'M' -> {
          var month = LocalDate.of(year, this.month, 1);
          int weekday = month.getDayOfWeek().getValue() % 7;
          int date = (day - weekday + 7) % 7;
          for (int i = 1; i < week && date + 7 < month.lengthOfMonth(); i++) {
            date += 7;
          }
          yield month.getDayOfYear() - 1 + date;
        }
        default -> day;
      };
    }
  }

  Period at(long epochSecond) {
    if (summer == null) {
      return standard;
    }
    var date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, (long) DAY));
    int second = (date.getDayOfYear() - 1) * DAY + Math.floorMod(epochSecond, DAY);
    int begins = start.second(date.getYear(), standard.offset());
    int ends = end.second(date.getYear(), summer.offset());
    boolean inside =
        begins <= ends ? second >= begins && second < ends : second >= begins || second < ends;
    return inside ? summer : standard;
  }

  /// Null where `text` is no such string.
  static @Nullable ZoneRule parse(String text) {
    try {
      return new Reader(text).rule();
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    private ZoneRule rule() {
      String standardName = name();
      var standard = new Period(-offset(), standardName);
      if (at == text.length()) {
        return new ZoneRule(standard, null, NEVER, NEVER);
      }
      String summerName = name();
      boolean offsetFollows = at < text.length() && text.charAt(at) != ',';
      var summer = new Period(offsetFollows ? -offset() : standard.offset() + 3600, summerName);
      if (at == text.length()) {
        return new ZoneRule(
            standard, summer, new Change('M', 3, 2, 0, 7200), new Change('M', 11, 1, 0, 7200));
      }
      skip(',');
      var start = change();
      skip(',');
      return new ZoneRule(standard, summer, start, change());
    }

    private String name() {
      int start = at;
      if (text.charAt(at) == '<') {
        at = text.indexOf('>', at) + 1;
        return text.substring(start + 1, at - 1);
      }
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private int offset() {
      char sign = text.charAt(at);
      if (sign == '-' || sign == '+') {
        at++;
      }
      int seconds = number(0, 24 * 7) * 3600;
      for (int unit = 60; unit > 0 && at < text.length() && text.charAt(at) == ':'; unit /= 60) {
        at++;
        seconds += number(0, 59) * unit;
      }
      return sign == '-' ? -seconds : seconds;
    }

    private Change change() {
      char kind = text.charAt(at);
      int month = 0;
      int week = 0;
      if (kind == 'M') {
        at++;
        month = number(1, 12);
        skip('.');
        week = number(1, 5);
        skip('.');
      } else if (kind == 'J') {
        at++;
      } else {
        kind = 'N';
      }
      int day = kind == 'M' ? number(0, 6) : number(kind == 'J' ? 1 : 0, 365);
      int time = 7200;
      if (at < text.length() && text.charAt(at) == '/') {
        at++;
        time = offset();
      }
      return new Change(kind, month, week, day, time);
    }

    private int number(int lowest, int highest) {
      int start = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      int number = Integer.parseInt(text, start, at, 10);
      if (number < lowest || number > highest) {
        throw new NumberFormatException(text);
      }
      return number;
    }

    private void skip(char expected) {
      if (text.charAt(at++) != expected) {
        throw new NumberFormatException(text);
      }
    }
  }
}
