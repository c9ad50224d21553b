package io.jimg.oci;

import io.jimg.error.InvalidInput;
import java.time.Instant;
import java.time.LocalDate;

/// Points in time as image configurations write them (RFC 3339, up to nine digits of a second).
/// By hand, since the formatters of java.time cost a local command several milliseconds.
public final class Rfc3339 {

  private static final long SECONDS_A_DAY = 86_400;

  private final String text;
  private int at;

  private Rfc3339(String text) {
    this.text = text;
  }

  /// @throws InvalidInput when `text` is not a time
  public static Instant parse(String text) {
    return new Rfc3339(text).instant();
  }

  /// In UTC, the fraction without trailing zeros, as Go's `RFC3339Nano` has it. Years 0 to 9999.
  public static String format(Instant instant) {
    long seconds = instant.getEpochSecond();
    int nanos = instant.getNano();
    long day = Math.floorDiv(seconds, SECONDS_A_DAY);
    int second = Math.floorMod(seconds, (int) SECONDS_A_DAY);
    var date = LocalDate.ofEpochDay(day);
    var text = new StringBuilder(30);
    pad(text, date.getYear(), 4).append('-');
    pad(text, date.getMonthValue(), 2).append('-');
    pad(text, date.getDayOfMonth(), 2).append('T');
    pad(text, second / 3600, 2).append(':');
    pad(text, second / 60 % 60, 2).append(':');
    pad(text, second % 60, 2);
    if (nanos != 0) {
      pad(text.append('.'), nanos, 9);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.append('Z').toString();
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  private Instant instant() {
    int year = number(4);
    expect('-');
    int month = within(number(2), 1, 12);
    expect('-');
    int day = within(number(2), 1, LocalDate.of(year, month, 1).lengthOfMonth());
    expect('T');
    int hour = within(number(2), 0, 23);
    expect(':');
    int minute = within(number(2), 0, 59);
    expect(':');
    int second = within(number(2), 0, 59);
    int nanos = fraction();
    long offset = offset();
    if (at != text.length()) {
      throw wrong();
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    long seconds = days * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
    return Instant.ofEpochSecond(seconds - offset, nanos);
  }

  private int fraction() {
    if (at >= text.length() || text.charAt(at) != '.') {
      return 0;
    }
    int start = ++at;
    int nanos = 0;
    int weight = 100_000_000;
    while (at < text.length() && isDigit(text.charAt(at))) {
      nanos += (text.charAt(at++) - '0') * weight;
      weight /= 10;
    }
    if (at == start) {
      throw wrong();
    }
    return nanos;
  }

  /// Seconds east of Greenwich.
  private long offset() {
    char sign = at < text.length() ? text.charAt(at++) : 0;
    if (sign == 'Z') {
      return 0;
    }
    if (sign != '+' && sign != '-') {
      throw wrong();
    }
    int hours = within(number(2), 0, 23);
    expect(':');
    long seconds = hours * 3600L + within(number(2), 0, 59) * 60L;
    return sign == '-' ? -seconds : seconds;
  }

  private int number(int digits) {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      if (at >= text.length() || !isDigit(text.charAt(at))) {
        throw wrong();
      }
      number = number * 10 + text.charAt(at++) - '0';
    }
    return number;
  }

  private int within(int number, int least, int most) {
    if (number < least || number > most) {
      throw wrong();
    }
    return number;
  }

  private void expect(char c) {
    if (at >= text.length() || text.charAt(at++) != c) {
      throw wrong();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private InvalidInput wrong() {
    return new InvalidInput("\"" + text + "\" is not a time in RFC 3339");
  }
}
