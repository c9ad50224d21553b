package io.jimg.oci.time;

import java.time.LocalDate;

/// Days of the proleptic Gregorian calendar as numbers. By hand: LocalDate asks `Year` for leap
/// years, whose initialisation builds a formatter, four milliseconds of start-up.
public final class Calendar {

  private static final int[] BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };

  private static final long DAYS_0_TO_1970 = 719_528;

  private Calendar() {}

  /// @param month 1 to 12
  static int lengthOfMonth(int year, int month) {
    return BEFORE_MONTH[month] - BEFORE_MONTH[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
  }

  /// Days since 1 January 1970.
  static long epochDay(int year, int month, int day) {
    // leap days of the years before this one; the year 0 is one
    int last = year - 1;
    long leapDays =
        Math.floorDiv(last, 4) - Math.floorDiv(last, 100) + Math.floorDiv(last, 400) + 1L;
    int leapDay = month > 2 && isLeap(year) ? 1 : 0;
    return year * 365L + leapDays + BEFORE_MONTH[month - 1] + leapDay + day - 1 - DAYS_0_TO_1970;
  }

  /// The day of its year, from 1.
  public static int dayOfYear(LocalDate date) {
    int month = date.getMonthValue();
    int leapDay = month > 2 && isLeap(date.getYear()) ? 1 : 0;
    return BEFORE_MONTH[month - 1] + leapDay + date.getDayOfMonth();
  }

  private static boolean isLeap(int year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }
}
