package io.jimg.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is known of a failed conversation with a registry beside what Docker says of it.
///
/// @param failureClass what kind of failure it was
/// @param registry the registry as references name it, empty where none was asked
/// @param step what it was asked for: `ping`, `token`, `manifest`, `blob`, `upload`, `tags`,
///     `other`; empty where none was asked
/// @param retryable whether the same command may succeed later though nobody changes anything
/// @param retryAfter when it may, where the registry says so
/// @param hint what was tried and what to do next, one line; empty where there is nothing to add
public record Circumstances(
    FailureClass failureClass,
    String registry,
    String step,
    boolean retryable,
    @Nullable Duration retryAfter,
    String hint) {

  /// An answer that makes no sense, of whomever.
  static final Circumstances UNKNOWN =
      new Circumstances(FailureClass.PROTOCOL, "", "", false, null, "");
}
