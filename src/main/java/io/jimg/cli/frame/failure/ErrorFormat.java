package io.jimg.cli.frame.failure;

/// How failures stand on standard error: `--error-format`.
public enum ErrorFormat {
  /// Docker's text; below it, on a line of its own, what was tried and what to do next, where a
  /// registry or the way there is concerned.
  TEXT,
  /// Docker's text alone.
  DOCKER,
  /// One line of JSON a failure (docs/errors.md).
  JSON;

  /// @throws CommandFailure when there is no such format
  public static ErrorFormat of(String name) {
    return switch (name) {
      case "", "text" -> TEXT;
      case "docker" -> DOCKER;
      case "json" -> JSON;
      default ->
          throw new CommandFailure(
              "invalid argument \""
                  + name
                  + "\" for \"--error-format\" flag: must be text, docker or json",
              CommandFailure.BAD_FLAG);
    };
  }
}
