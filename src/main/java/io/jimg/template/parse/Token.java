package io.jimg.template.parse;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.value.GoText;

/// What the lexer hands to the parser.
///
/// @param at where it starts in the template
/// @param line the line it starts on
record Token(Kind kind, int at, String text, int line) {

  enum Kind {
    ERROR,
    BOOL,
    CHAR,
    CHAR_CONSTANT,
    COMPLEX,
    ASSIGN,
    DECLARE,
    EOF,
    FIELD,
    IDENTIFIER,
    LEFT_DELIMITER,
    LEFT_PAREN,
    NUMBER,
    PIPE,
    RAW_STRING,
    RIGHT_DELIMITER,
    RIGHT_PAREN,
    SPACE,
    STRING,
    TEXT,
    VARIABLE,
    // The keywords follow.
    BLOCK,
    BREAK,
    CONTINUE,
    DOT,
    DEFINE,
    ELSE,
    END,
    IF,
    NIL,
    RANGE,
    TEMPLATE,
    WITH;

    boolean isKeyword() {
      return compareTo(VARIABLE) > 0;
    }
  }

  private static final int SHOWN = 10;

  boolean is(Kind other) {
    return kind == other;
  }

  /// As messages show it.
  @Override
  public String toString() {
    if (kind == Kind.EOF) {
      return "EOF";
    }
    if (kind == Kind.ERROR) {
      return text;
    }
    if (kind.isKeyword()) {
      return "<" + text + ">";
    }
    if (GoText.length(text) > SHOWN) {
      int characters = text.codePointCount(0, text.length());
      int end = text.offsetByCodePoints(0, Math.min(SHOWN, characters));
      return Quoting.quote(text.substring(0, end)) + "...";
    }
    return Quoting.quote(text);
  }
}
