package io.jimg.registry.answer;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `Retry-After` in every form that registries use: seconds, fractions of seconds, the three forms
/// of dates of HTTP (RFC 9110, 5.6.7), and seconds since 1970.
final class RetryAfter {

  private static final long MOST = Duration.ofDays(365).toMillis();

  /// More seconds than this are no duration but a moment.
  private static final double MOMENTS = 1e9;

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss z", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /// How long to wait from `now` on, never negative; null where the header cannot be understood.
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String text = header.strip();
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '.' ? seconds(text, now) : date(text, now);
  }

  private static @Nullable Duration seconds(String text, Instant now) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return null;
      }
    }
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > MOMENTS) {
        seconds = Math.max(0, seconds - now.getEpochSecond());
      }
      return Duration.ofMillis((long) Math.min((double) MOST, Math.ceil(seconds * 1000)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration date(String text, Instant now) {
    for (var form : DATES) {
      try {
        var wait = Duration.between(now, ZonedDateTime.parse(text, form).toInstant());
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeException e) {
        // of another form, or none
      }
    }
    return null;
  }
}
