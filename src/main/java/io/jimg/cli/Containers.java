package io.jimg.cli;

import java.util.Set;

/// Docker's commands about containers, which jimg does not have.
final class Containers {

  private static final Set<String> COMMANDS =
      Set.of(
          "attach", "commit", "compose", "cp", "create", "diff", "events", "exec", "export", "kill",
          "logs", "network", "pause", "port", "rename", "restart", "rm", "run", "start", "stats",
          "stop", "swarm", "top", "unpause", "update", "volume", "wait");

  private Containers() {}

  /// The sentence for a command of Docker's that is about containers; empty for any other word.
  static String refusal(String command) {
    return COMMANDS.contains(command)
        ? "jimg: '" + command + "' is not available: jimg has images only, no containers"
        : "";
  }
}
