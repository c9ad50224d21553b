package io.jimg.error;

/// A `--format` template that does not parse, or does not fit the value it is given.
public final class BadTemplate extends JimgException {

  private static final long serialVersionUID = 1;

  public BadTemplate(String message) {
    super(message, null);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.TEMPLATE;
  }
}
