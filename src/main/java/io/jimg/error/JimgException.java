package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// A failure that the user can understand: its message is a complete sentence in Docker's words
/// where Docker has words for it. Anything else that escapes a command is a bug.
public abstract sealed class JimgException extends RuntimeException
    permits BadTemplate,
        Conflict,
        IntegrityFailure,
        InvalidInput,
        NotFound,
        RegistryFailure,
        StoreFailure,
        Unsupported {

  private static final long serialVersionUID = 1;

  JimgException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The sentence; never null.
  public final String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /// What kind of failure it is, for programs.
  public abstract FailureClass failureClass();
}
