package io.jimg.cli.frame;

/// Looks after a terminal while a question waits for its answer.
public interface PromptGuard {

  /// No terminal: nothing to look after.
  PromptGuard NONE = _ -> () -> {};

  /// From now on until the result is closed, the terminal shows what is typed, or does not; and
  /// whoever ends the process meanwhile leaves the terminal as it was, a line end on standard
  /// output, and the exit code 0, as with Docker.
  ///
  /// @throws CommandFailure where the terminal cannot be told to keep to itself what is typed
  Watch begin(boolean echo);

  /// What [#begin] started.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
