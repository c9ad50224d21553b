package io.jimg.cli.frame.failure;

import io.jimg.error.FailureClass;
import io.jimg.error.JimgException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ends a command: what goes to standard error, and the exit code.
public final class CommandFailure extends RuntimeException {

  /// Exit code of what was asked for and could not be done.
  public static final int ERROR = 1;

  /// Exit code of a template that does not parse, where Docker says so.
  public static final int BAD_TEMPLATE = 64;

  /// Exit code of a command line that cannot be read.
  public static final int BAD_FLAG = 125;

  /// Exit code after SIGINT: 128 and the number of the signal.
  public static final int INTERRUPTED = 130;

  private static final long serialVersionUID = 1;

  private final String text;
  private final int status;
  private final FailureClass failureClass;

  /// @param text printed as it is, with a newline after it; nothing when empty
  public CommandFailure(String text, int status, @Nullable Throwable cause) {
    this(text, status, cause, classOf(status, cause));
  }

  private CommandFailure(
      String text, int status, @Nullable Throwable cause, FailureClass failureClass) {
    super(text, cause);
    this.text = text;
    this.status = status;
    this.failureClass = failureClass;
  }

  private static FailureClass classOf(int status, @Nullable Throwable cause) {
    if (cause instanceof JimgException failure) {
      return failure.failureClass();
    }
    return switch (status) {
      case BAD_TEMPLATE -> FailureClass.TEMPLATE;
      case INTERRUPTED -> FailureClass.CANCELED;
      default -> FailureClass.USAGE;
    };
  }

  /// A failure that nobody foresaw.
  public static CommandFailure ofDefect(Throwable defect) {
    String text = "jimg: internal error, please report: " + defect;
    return new CommandFailure(text, ERROR, defect, FailureClass.INTERNAL);
  }

  /// A failure that no other one caused.
  public CommandFailure(String text, int status) {
    this(text, status, null);
  }

  /// What goes to standard error; nothing when empty.
  public String text() {
    return text;
  }

  /// What kind of failure it is, for programs.
  public FailureClass failureClass() {
    return failureClass;
  }

  /// The exit code.
  public int status() {
    return status;
  }

  /// What Docker's daemon does, it reports as `Error response from daemon: …`; here it is `Error:
  /// …`.
  public static <T> T asEngine(Supplier<T> work) {
    try {
      return work.get();
    } catch (JimgException e) {
      throw ofEngine(e);
    }
  }

  /// The failure that prints `Error: ` and what `e` says; exit code 1.
  public static CommandFailure ofEngine(JimgException e) {
    return new CommandFailure("Error: " + e.sentence(), ERROR, e);
  }
}
