package io.jimg.oci.time;

import io.jimg.error.InvalidInput;
import java.time.Instant;
import java.time.LocalDate;

/// A moment and the zone offset it was written with, as Go's `time.Time` reads and prints RFC 3339:
/// image configs are read by Go programs, so what Go accepts counts (hours of one digit, any number
/// of digits after the second). Cheaper than java.time's formatters at start-up.
///
/// @param epochSecond seconds since 1970, UTC
/// @param offset seconds east of UTC
public record GoTime(long epochSecond, int nano, int offset) implements Comparable<GoTime> {

  /// Go's zero time, midnight of 1 January of the year 1, which stands for "not known".
  public static final GoTime ZERO = new GoTime(-62_135_596_800L, 0, 0);

  private static final String RFC3339 = "2006-01-02T15:04:05Z07:00";

  /// @throws InvalidInput in Go's words, when `text` is no RFC 3339 timestamp
  public static GoTime parse(String text) {
    return parse(RFC3339, text, 0);
  }

  /// Reads `text` by a layout of Go made of `2006`, `01`, `02`, `15`, `04`, `05`, `.999999999` and
  /// `Z07:00`; `offset` counts where the layout has no zone.
  ///
  /// @throws InvalidInput in Go's words, when `text` does not follow the layout
  public static GoTime parse(String layout, String text, int offset) {
    return new GoTimeParser(layout, text, offset).parse();
  }

  public static GoTime of(Instant moment, int offset) {
    return new GoTime(moment.getEpochSecond(), moment.getNano(), offset);
  }

  public boolean isZero() {
    return epochSecond == ZERO.epochSecond && nano == 0;
  }

  /// Moments in time, whatever their offsets.
  @Override
  public int compareTo(GoTime other) {
    int bySecond = Long.compare(epochSecond, other.epochSecond);
    return bySecond != 0 ? bySecond : Integer.compare(nano, other.nano);
  }

  public Instant instant() {
    return Instant.ofEpochSecond(epochSecond, nano);
  }

  /// Go's `time.RFC3339`: no fraction.
  public String rfc3339() {
    var out = new StringBuilder(25);
    appendDate(out);
    appendClock(out.append('T'));
    appendZone(out);
    return out.toString();
  }

  /// Go's `time.RFC3339Nano`, also the form of JSON documents: a fraction without trailing zeros.
  public String rfc3339Nano() {
    var out = new StringBuilder(35);
    appendDate(out);
    appendClock(out.append('T'));
    appendFraction(out);
    appendZone(out);
    return out.toString();
  }

  /// What Go prints for a `time.Time`: `2006-01-02 15:04:05.999999999 -0700 MST`.
  ///
  /// @param zone the abbreviation; empty for a zone without one, which prints its offset again
  public String text(String zone) {
    var out = new StringBuilder(40);
    appendDate(out);
    appendClock(out.append(' '));
    appendFraction(out);
    appendOffset(out.append(' '), "");
    out.append(' ');
    if (zone.isEmpty()) {
      appendOffset(out, "");
    }
    return out.append(zone).toString();
  }

  private void appendDate(StringBuilder out) {
    var date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond + offset, 86_400L));
    int year = date.getYear();
    if (year < 0) {
      out.append('-');
    }
    String digits = Integer.toString(Math.abs(year));
    out.repeat('0', Math.max(0, 4 - digits.length())).append(digits);
    appendTwo(date.getMonthValue(), out.append('-'));
    appendTwo(date.getDayOfMonth(), out.append('-'));
  }

  private void appendClock(StringBuilder out) {
    int second = Math.floorMod(epochSecond + offset, 86_400);
    appendTwo(second / 3600, out);
    appendTwo(second / 60 % 60, out.append(':'));
    appendTwo(second % 60, out.append(':'));
  }

  private void appendFraction(StringBuilder out) {
    if (nano == 0) {
      return;
    }
    String digits = Integer.toString(1_000_000_000 + nano);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    out.append('.').append(digits, 1, end);
  }

  private void appendZone(StringBuilder out) {
    if (offset == 0) {
      out.append('Z');
    } else {
      appendOffset(out, ":");
    }
  }

  private void appendOffset(StringBuilder out, String separator) {
    int minutes = Math.abs(offset / 60);
    appendTwo(minutes / 60, out.append(offset / 60 < 0 ? '-' : '+'));
    appendTwo(minutes % 60, out.append(separator));
  }

  private static void appendTwo(int number, StringBuilder out) {
    if (number < 10) {
      out.append('0');
    }
    out.append(number);
  }
}
