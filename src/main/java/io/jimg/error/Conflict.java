package io.jimg.error;

/// The state of the store forbids what was asked for.
public final class Conflict extends JimgException {

  private static final long serialVersionUID = 1;

  public Conflict(String message) {
    super(message, null);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.CONFLICT;
  }
}
