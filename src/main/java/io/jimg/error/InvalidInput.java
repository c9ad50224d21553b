package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// Something that cannot be understood: an argument, a document, a setting.
public final class InvalidInput extends JimgException {

  private static final long serialVersionUID = 1;

  public InvalidInput(String message) {
    this(message, null);
  }

  public InvalidInput(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.INVALID;
  }
}
