package io.jimg.registry.settings;

import java.time.Duration;

/// How long a registry may be silent.
///
/// @param connect until the connection stands
/// @param probe of a host that may or may not speak TLS, when it is asked in TLS for the first
/// time:
///     plain servers may take the greeting for an unfinished line and wait for the rest
/// @param read between two pieces of an answer; a longer silence is a stall
/// @param whole for a complete answer that is small: manifests, tokens, tags
/// @param commit until a registry has put away what it was sent: some copy large blobs then
public record Timeouts(
    Duration connect, Duration probe, Duration read, Duration whole, Duration commit) {

  public static final Timeouts STANDARD =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));
}
