package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// The local disk refused, or what it holds is damaged.
public final class StoreFailure extends JimgException {

  private static final long serialVersionUID = 1;

  public StoreFailure(String message) {
    this(message, null);
  }

  public StoreFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.STORE;
  }
}
