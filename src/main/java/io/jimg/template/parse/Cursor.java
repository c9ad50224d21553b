package io.jimg.template.parse;

import io.jimg.template.parse.Token.Kind;

/// A place in a template, and the start of the token that is being read; knows literals.
class Cursor {

  static final int EOF = -1;

  String input;
  int at;
  int start;
  private int line = 1;
  private int startLine = 1;
  private boolean atEnd;

  Cursor(String input) {
    this.input = input;
  }

  final int read() {
    if (at >= input.length()) {
      atEnd = true;
      return EOF;
    }
    int codePoint = input.codePointAt(at);
    at += Character.charCount(codePoint);
    if (codePoint == '\n') {
      line++;
    }
    return codePoint;
  }

  final int peek() {
    return at < input.length() ? input.codePointAt(at) : EOF;
  }

  final void unread() {
    if (!atEnd && at > 0) {
      int codePoint = input.codePointBefore(at);
      at -= Character.charCount(codePoint);
      if (codePoint == '\n') {
        line--;
      }
    }
  }

  final Token token(Kind kind) {
    var token = new Token(kind, start, input.substring(start, at), startLine);
    start = at;
    startLine = line;
    return token;
  }

  final Token error(String message) {
    var token = new Token(Kind.ERROR, start, message, startLine);
    input = "";
    at = 0;
    start = 0;
    return token;
  }

  final void countLines() {
    for (int i = start; i < at; i++) {
      if (input.charAt(i) == '\n') {
        line++;
      }
    }
  }

  final void ignore() {
    countLines();
    start = at;
    startLine = line;
  }

  final void skipSpaces() {
    while (at < input.length() && isSpace(input.charAt(at))) {
      at++;
    }
  }

  final boolean accept(String valid) {
    int c = peek();
    if (c == EOF) {
      atEnd = true;
      return false;
    }
    if (valid.indexOf(c) < 0) {
      return false;
    }
    read();
    return true;
  }

  final void acceptRun(String valid) {
    while (accept(valid)) {}
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  static boolean isAlphaNumeric(int c) {
    return c == '_' || (c != EOF && (Character.isLetter(c) || Character.isDigit(c)));
  }

  final Token quoted(char mark, Kind kind, String unterminated) {
    while (true) {
      int c = read();
      if (c == '\\') {
        c = read();
        if (c != EOF && c != '\n') {
          continue;
        }
      }
      if (c == EOF || c == '\n') {
        return error(unterminated);
      }
      if (c == mark) {
        return token(kind);
      }
    }
  }

  final Token rawString() {
    while (true) {
      int c = read();
      if (c == EOF) {
        return error("unterminated raw quoted string");
      }
      if (c == '`') {
        return token(Kind.RAW_STRING);
      }
    }
  }

  final boolean scanNumber() {
    accept("+-");
    String digits = "0123456789_";
    if (accept("0")) {
      if (accept("xX")) {
        digits = "0123456789abcdefABCDEF_";
      } else if (accept("oO")) {
        digits = "01234567_";
      } else if (accept("bB")) {
        digits = "01_";
      }
    }
    acceptRun(digits);
    if (accept(".")) {
      acceptRun(digits);
    }
    boolean decimal = digits.length() == 11;
    boolean hex = digits.length() == 23;
    if ((decimal && accept("eE")) || (hex && accept("pP"))) {
      accept("+-");
      acceptRun("0123456789_");
    }
    accept("i");
    if (isAlphaNumeric(peek())) {
      read();
      return false;
    }
    return true;
  }
}
