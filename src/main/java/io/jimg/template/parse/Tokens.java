package io.jimg.template.parse;

import io.jimg.error.BadTemplate;
import io.jimg.template.parse.Token.Kind;

/// The tokens of one tree, with three to look ahead. Messages name the line of the token that was
/// read last, as Go's do.
final class Tokens {

  private static final Token NONE = new Token(Kind.ERROR, 0, "", 0);

  private final String name;
  private final Lexer lexer;
  private final Token[] ahead = {NONE, NONE, NONE};
  private int waiting;
  private int actionLine;

  Tokens(String name, Lexer lexer) {
    this.name = name;
    this.lexer = lexer;
  }

  Token next() {
    if (waiting > 0) {
      waiting--;
    } else {
      ahead[0] = lexer.next();
    }
    return ahead[waiting];
  }

  Token peek() {
    if (waiting > 0) {
      return ahead[waiting - 1];
    }
    waiting = 1;
    ahead[0] = lexer.next();
    return ahead[0];
  }

  void unread() {
    waiting++;
  }

  /// Puts two back: the last one, and `first` before it.
  void unread(Token first) {
    ahead[1] = first;
    waiting = 2;
  }

  /// Puts three back: the last one, and before it `first` and `second`.
  void unread(Token first, Token second) {
    ahead[1] = second;
    ahead[2] = first;
    waiting = 3;
  }

  Token nextNonSpace() {
    var token = next();
    while (token.is(Kind.SPACE)) {
      token = next();
    }
    return token;
  }

  Token peekNonSpace() {
    var token = nextNonSpace();
    unread();
    return token;
  }

  Token expect(Kind kind, String context) {
    var token = nextNonSpace();
    if (!token.is(kind)) {
      throw unexpected(token, context);
    }
    return token;
  }

  void enterAction(int line) {
    actionLine = line;
  }

  void leaveAction() {
    actionLine = 0;
  }

  BadTemplate unexpected(Token token, String context) {
    if (!token.is(Kind.ERROR)) {
      return error("unexpected " + token + " in " + context);
    }
    String where = "";
    if (actionLine != 0 && actionLine != token.line()) {
      String started = " started at " + name + ":" + actionLine;
      where = token.text().endsWith(" action") ? started : " in action" + started;
    }
    return error(token + where);
  }

  BadTemplate error(String message) {
    return new BadTemplate("template: " + name + ":" + ahead[0].line() + ": " + message);
  }
}
