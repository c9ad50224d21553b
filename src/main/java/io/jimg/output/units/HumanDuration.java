package io.jimg.output.units;

import java.time.Instant;

/// Ages as Docker prints them (`3 weeks`, `About an hour`), its edges included: hours are rounded,
/// years are not, so 17519.5 hours are `1 years`.
public final class HumanDuration {

  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private HumanDuration() {}

  /// The age at `now` of what was made at `then`; centuries count as 292 years, which is all that
  /// Go's durations hold.
  public static String between(Instant then, Instant now) {
    long seconds = now.getEpochSecond() - then.getEpochSecond();
    long limit = Long.MAX_VALUE / SECOND;
    if (seconds >= limit || seconds <= -limit) {
      return of(seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
    }
    return of(seconds * SECOND + now.getNano() - then.getNano());
  }

  /// The text for a time span in nanoseconds; a negative one, as of something made in the future,
  /// is less than a second.
  public static String of(long nanos) {
    long seconds = nanos / SECOND;
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds < 60) {
      return seconds == 1 ? "1 second" : count(seconds, "seconds");
    }
    long minutes = nanos / MINUTE;
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : count(minutes, "minutes");
    }
    long wholeHours = nanos / HOUR;
    double exactHours = wholeHours + (nanos % HOUR) / (double) HOUR;
    long hours = (long) (exactHours + 0.5);
    if (hours < 48) {
      return hours == 1 ? "About an hour" : count(hours, "hours");
    }
    return days(hours, (long) exactHours);
  }

  private static String days(long hours, long wholeHours) {
    if (hours < 24 * 7 * 2) {
      return count(hours / 24, "days");
    }
    if (hours < 24 * 30 * 2) {
      return count(hours / 24 / 7, "weeks");
    }
    if (hours < 24 * 365 * 2) {
      return count(hours / 24 / 30, "months");
    }
    return count(wholeHours / 24 / 365, "years");
  }

  private static String count(long number, String unit) {
    return number + " " + unit;
  }
}
