package io.jimg.template.value;

/// A function refused its arguments. Never leaves this package: the evaluator says where it
/// happened
/// and makes it a `BadTemplate`.
public final class CallFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CallFailure(String message) {
    super(message, null, false, false);
  }

  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
