package io.jimg.cli;

import io.jimg.error.JimgException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ends a command: what goes to standard error, and the exit code.
final class CommandFailure extends RuntimeException {

  static final int ERROR = 1;
  static final int BAD_TEMPLATE = 64;
  static final int BAD_FLAG = 125;
  static final int INTERRUPTED = 130;

  private static final long serialVersionUID = 1;

  private final String text;
  private final int status;

  /// @param text printed as it is, with a newline after it; nothing when empty
  CommandFailure(String text, int status, @Nullable Throwable cause) {
    super(text, cause);
    this.text = text;
    this.status = status;
  }

  CommandFailure(String text, int status) {
    this(text, status, null);
  }

  String text() {
    return text;
  }

  int status() {
    return status;
  }

  /// What Docker's daemon does, it reports as `Error response from daemon: …`; here it is `Error:
  /// …`.
  static <T> T asEngine(Supplier<T> work) {
    try {
      return work.get();
    } catch (JimgException e) {
      throw ofEngine(e);
    }
  }

  static CommandFailure ofEngine(JimgException e) {
    return new CommandFailure("Error: " + e.sentence(), ERROR, e);
  }
}
