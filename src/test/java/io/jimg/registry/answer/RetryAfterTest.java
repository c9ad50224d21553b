package io.jimg.registry.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          7                              | PT7S
          0                              | PT0S
          1.5                            | PT1.5S
          .25                            | PT0.25S
          0.0001                         | PT0.001S
          Fri, 02 Jan 2026 03:04:15 GMT  | PT10S
          Fri, 2 Jan 2026 03:04:15 GMT   | PT10S
          Fri, 02 Jan 2026 03:04:00 GMT  | PT0S
          Friday, 02-Jan-26 03:04:15 GMT | PT10S
          Fri Jan  2 03:04:15 2026       | PT10S
          1767323055                     | PT10S
          1500000000                     | PT0S
          999999999999999999999999       | PT8760H
          -1                             |
          1e9                            |
          1.2.3                          |
          soon                           |
          ''                             |
          NaN                            |
          """)
  void everyFormIsUnderstood(String header, @Nullable Duration expected) {
    assertEquals(expected, RetryAfter.parse(header, NOW));
  }
}
