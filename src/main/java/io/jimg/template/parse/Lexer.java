package io.jimg.template.parse;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.parse.Token.Kind;
import io.jimg.template.value.GoText;
import org.jspecify.annotations.Nullable;

/// Cuts a template into tokens, one at a time. Text outside actions is one token; trim markers and
/// comments are dealt with here, the parser never sees them.
final class Lexer extends Cursor {

  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final int TRIM_MARKER = 2;

  private int parens;
  private boolean insideAction;

  Lexer(String input) {
    super(input);
  }

  /// The next token; after the end or an error there is always one more.
  Token next() {
    return insideAction ? action() : text();
  }

  // --- outside actions

  private Token text() {
    while (true) {
      int left = input.indexOf(LEFT, at);
      if (left < 0) {
        at = input.length();
        boolean rest = at > start;
        countLines();
        return token(rest ? Kind.TEXT : Kind.EOF);
      }
      if (left > at) {
        at = left;
        if (hasLeftMarker(left + LEFT.length())) {
          while (at > start && isSpace(input.charAt(at - 1))) {
            at--;
          }
        }
        countLines();
        var text = token(Kind.TEXT);
        at = left;
        ignore();
        if (!text.text().isEmpty()) {
          return text;
        }
      }
      var token = leftDelimiter();
      if (token != null) {
        return token;
      }
    }
  }

  /// The delimiter, or an error; null after a comment.
  private @Nullable Token leftDelimiter() {
    at += LEFT.length();
    int marker = hasLeftMarker(at) ? TRIM_MARKER : 0;
    if (input.startsWith("/*", at + marker)) {
      at += marker;
      ignore();
      return comment();
    }
    var token = token(Kind.LEFT_DELIMITER);
    insideAction = true;
    at += marker;
    ignore();
    parens = 0;
    return token;
  }

  private @Nullable Token comment() {
    int end = input.indexOf("*/", at + 2);
    if (end < 0) {
      at += 2;
      return error("unclosed comment");
    }
    at = end + 2;
    boolean trim = atTrimmedRight();
    if (!trim && !input.startsWith(RIGHT, at)) {
      return error("comment ends before closing delimiter");
    }
    ignore();
    at += (trim ? TRIM_MARKER : 0) + RIGHT.length();
    if (trim) {
      skipSpaces();
    }
    ignore();
    return null;
  }

  private boolean hasLeftMarker(int index) {
    return index + 1 < input.length()
        && input.charAt(index) == '-'
        && isSpace(input.charAt(index + 1));
  }

  private boolean atTrimmedRight() {
    return at + 1 < input.length()
        && isSpace(input.charAt(at))
        && input.charAt(at + 1) == '-'
        && input.startsWith(RIGHT, at + TRIM_MARKER);
  }

  // --- inside actions

  private Token rightDelimiter() {
    boolean trim = atTrimmedRight();
    if (trim) {
      at += TRIM_MARKER;
      ignore();
    }
    at += RIGHT.length();
    var token = token(Kind.RIGHT_DELIMITER);
    if (trim) {
      skipSpaces();
      ignore();
    }
    insideAction = false;
    return token;
  }

  private Token action() {
    if (atTrimmedRight() || input.startsWith(RIGHT, at)) {
      return parens == 0 ? rightDelimiter() : error("unclosed left paren");
    }
    int c = read();
    return switch (c) {
      case EOF -> error("unclosed action");
      case ' ', '\t', '\r', '\n' -> space();
      case '=' -> token(Kind.ASSIGN);
      case ':' -> read() == '=' ? token(Kind.DECLARE) : error("expected :=");
      case '|' -> token(Kind.PIPE);
      case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', Kind.CHAR_CONSTANT, "unterminated character constant");
      case '`' -> rawString();
      case '$' -> fieldOrVariable(Kind.VARIABLE, Kind.VARIABLE);
      case '.' ->
          peek() == EOF || isDigit(peek()) ? number() : fieldOrVariable(Kind.FIELD, Kind.DOT);
      case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case '(' -> {
        parens++;
        yield token(Kind.LEFT_PAREN);
      }
      case ')' -> --parens < 0 ? error("unexpected right paren") : token(Kind.RIGHT_PAREN);
      default -> other(c);
    };
  }

  private Token other(int c) {
    if (isAlphaNumeric(c)) {
      return identifier();
    }
    return c < 0x80 && Quoting.isPrint(c)
        ? token(Kind.CHAR)
        : error("unrecognized character in action: " + unicode(c));
  }

  private Token space() {
    unread();
    int spaces = 0;
    while (isSpace(peek())) {
      read();
      spaces++;
    }
    at--;
    boolean trimmed = atTrimmedRight();
    at++;
    if (trimmed) {
      unread();
      if (spaces == 1) {
        return rightDelimiter();
      }
    }
    return token(Kind.SPACE);
  }

  private Token identifier() {
    int c = skipAlphaNumeric();
    if (!atTerminator()) {
      return error("bad character " + unicode(c));
    }
    return token(
        switch (input.substring(start, at)) {
          case "true", "false" -> Kind.BOOL;
          case "block" -> Kind.BLOCK;
          case "break" -> Kind.BREAK;
          case "continue" -> Kind.CONTINUE;
          case "define" -> Kind.DEFINE;
          case "else" -> Kind.ELSE;
          case "end" -> Kind.END;
          case "if" -> Kind.IF;
          case "nil" -> Kind.NIL;
          case "range" -> Kind.RANGE;
          case "template" -> Kind.TEMPLATE;
          case "with" -> Kind.WITH;
          default -> Kind.IDENTIFIER;
        });
  }

  private Token fieldOrVariable(Kind kind, Kind alone) {
    if (atTerminator()) {
      return token(alone);
    }
    int c = skipAlphaNumeric();
    return atTerminator() ? token(kind) : error("bad character " + unicode(c));
  }

  /// The character that ended the run.
  private int skipAlphaNumeric() {
    int c = read();
    while (isAlphaNumeric(c)) {
      c = read();
    }
    unread();
    return c;
  }

  private boolean atTerminator() {
    int c = peek();
    return c == EOF || isSpace(c) || ".,|:)(".indexOf(c) >= 0 || input.startsWith(RIGHT, at);
  }

  private Token number() {
    unread();
    boolean good = scanNumber();
    boolean complex = good && (peek() == '+' || peek() == '-');
    if (complex) {
      good = scanNumber() && input.charAt(at - 1) == 'i';
    }
    if (!good) {
      return error("bad number syntax: " + Quoting.quote(input.substring(start, at)));
    }
    return token(complex ? Kind.COMPLEX : Kind.NUMBER);
  }

  /// `U+0021 '!'`
  private static String unicode(int codePoint) {
    int c = codePoint == EOF || GoText.isByte(codePoint) ? 0xFFFD : codePoint;
    var text = new StringBuilder("U+");
    String hex = Integer.toHexString(c);
    for (int i = hex.length(); i < 4; i++) {
      text.append('0');
    }
    for (int i = 0; i < hex.length(); i++) {
      text.append(Character.toUpperCase(hex.charAt(i)));
    }
    if (Quoting.isPrint(c)) {
      text.append(" '").appendCodePoint(c).append('\'');
    }
    return text.toString();
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
