package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// Valid, but beyond this build.
public final class Unsupported extends JimgException {

  private static final long serialVersionUID = 1;

  public Unsupported(String message) {
    this(message, null);
  }

  public Unsupported(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.UNSUPPORTED;
  }
}
