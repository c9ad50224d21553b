package io.jimg.template.parse;

/// A literal that Go refuses; the parser adds where it stands.
final class BadLiteral extends Exception {

  private static final long serialVersionUID = 1;

  BadLiteral(String message) {
    super(message, null, false, false);
  }

  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
