package io.jimg.registry.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/// A used-up pull quota, as against too many requests at once: it lasts for hours, waiting for it
/// within one command is in vain, and each try may count against it.
final class Quota {

  private static final List<String> WORDS = List.of("pull rate limit", "data limit exceeded");

  private Quota() {}

  /// Whether a 429 is about one: the Hub says so in its message, and in `ratelimit-remaining:
  /// 0;w=21600`.
  static boolean isUsedUp(Headers headers, List<RegistryError> errors) {
    String remaining = value(headers, "ratelimit-remaining");
    return remaining.equals("0")
        || errors.stream()
            .map(error -> error.message().toLowerCase(Locale.ROOT))
            .anyMatch(message -> WORDS.stream().anyMatch(message::contains));
  }

  /// When there is some again: by `Retry-After`, by `RateLimit-Reset` or `X-RateLimit-Reset`, or at
  /// the latest by the window that the quota counts (`100;w=21600`, seconds); null where nothing
  /// tells.
  static @Nullable Duration reset(Headers headers, Instant now) {
    for (String name : List.of("Retry-After", "RateLimit-Reset", "X-RateLimit-Reset")) {
      var told = RetryAfter.parse(value(headers, name), now);
      if (told != null) {
        return told;
      }
    }
    for (String name : List.of("ratelimit-remaining", "ratelimit-limit")) {
      String header = headers.get(name);
      int window = header == null ? -1 : header.indexOf(";w=");
      if (header != null && window >= 0) {
        return RetryAfter.parse(header.substring(window + 3).strip(), now);
      }
    }
    return null;
  }

  /// The value without parameters, empty where there is none.
  private static String value(Headers headers, String name) {
    String header = headers.get(name);
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip();
  }
}
