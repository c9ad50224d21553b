package io.jimg.registry;

import java.time.Duration;

/// How long a registry may be silent.
///
/// @param connect until the connection stands
/// @param read between two pieces of an answer; a longer silence is a stall
/// @param whole for a complete answer that is small: manifests, tokens, tags
public record Timeouts(Duration connect, Duration read, Duration whole) {

  public static final Timeouts STANDARD =
      new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(2));
}
