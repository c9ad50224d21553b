package io.jimg.error;

/// There is no such image, manifest or tag.
public final class NotFound extends JimgException {

  private static final long serialVersionUID = 1;

  public NotFound(String message) {
    super(message, null);
  }

  @Override
  public FailureClass failureClass() {
    return FailureClass.NOT_FOUND;
  }
}
