package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// Content that does not match its digest, its size or its declared type.
public final class IntegrityFailure extends JimgException {

  private static final long serialVersionUID = 1;

  public IntegrityFailure(String message) {
    this(message, null);
  }

  public IntegrityFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.INTEGRITY;
  }
}
