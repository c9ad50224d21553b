package io.jimg.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// `Retry-After` in every form that registries use: seconds, fractions of seconds, dates.
final class RetryAfter {

  private static final long MOST = Duration.ofDays(365).toMillis();

  private RetryAfter() {}

  /// How long to wait from `now` on, never negative; null where the header cannot be understood.
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String text = header.strip();
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '.' ? seconds(text) : date(text, now);
  }

  private static @Nullable Duration seconds(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return null;
      }
    }
    try {
      return Duration.ofMillis(
          (long) Math.min((double) MOST, Math.ceil(Double.parseDouble(text) * 1000)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration date(String text, Instant now) {
    try {
      var moment = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var wait = Duration.between(now, moment);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
