package io.jimg.output.units;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.oci.time.GoDuration;
import io.jimg.oci.time.GoTime;
import java.time.DateTimeException;
import java.time.Instant;

/// The value of a time filter (`until`): a duration back from now, a date and time (as much of it
/// as
/// was written), or seconds since 1970.
public final class Timestamp {

  private Timestamp() {}

  /// The moment that `value` means.
  ///
  /// @param zone of dates written without one, which have its offset of now
  /// @throws InvalidInput in Docker's words
  public static Instant parse(String value, Instant now, LocalZone zone) {
    if (!value.equals("0")) {
      try {
        // whole seconds, as Docker hands them to its engine
        return Instant.ofEpochSecond(now.minusNanos(GoDuration.parse(value)).getEpochSecond());
      } catch (InvalidInput notADuration) {
        // a date, then
      }
    }
    try {
      return GoTime.parse(layout(value), value, zone.at(now).offset()).instant();
    } catch (InvalidInput notADate) {
      if (value.indexOf('-') >= 0) {
        throw notADate;
      }
      return unixSeconds(value);
    }
  }

  private static String layout(String value) {
    boolean local = !hasZone(value);
    String zone = local ? "" : "Z07:00";
    if (value.indexOf('.') >= 0) {
      return "2006-01-02T15:04:05.999999999" + zone;
    }
    if (value.indexOf('T') < 0) {
      return "2006-01-02" + zone;
    }
    int colons = count(value, ':');
    if (!local && count(value, 'z') + count(value, 'Z') == 0 && colons > 0) {
      colons--; // the one of the zone
    }
    return switch (colons) {
      case 0 -> "2006-01-02T15" + zone;
      case 1 -> "2006-01-02T15:04" + zone;
      default -> "2006-01-02T15:04:05" + zone;
    };
  }

  private static boolean hasZone(String value) {
    return count(value, 'z') + count(value, 'Z') + count(value, '+') > 0 || count(value, '-') == 3;
  }

  private static int count(String value, char sought) {
    int count = 0;
    for (int i = 0; i < value.length(); i++) {
      count += value.charAt(i) == sought ? 1 : 0;
    }
    return count;
  }

  /// Seconds, and digits of a second after a point.
  private static Instant unixSeconds(String value) {
    int point = value.indexOf('.');
    try {
      long seconds = Long.parseLong(point < 0 ? value : value.substring(0, point));
      if (point < 0) {
        return Instant.ofEpochSecond(seconds);
      }
      String fraction = value.substring(point + 1);
      double nanos = Long.parseLong(fraction) * Math.pow(10, 9 - fraction.length());
      return Instant.ofEpochSecond(seconds, (long) nanos);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw new InvalidInput("failed to parse value as time or duration: " + GoQuote.quote(value));
    }
  }
}
