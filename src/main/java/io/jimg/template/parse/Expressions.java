package io.jimg.template.parse;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.parse.Parser.Depth;
import io.jimg.template.parse.Token.Kind;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Parses what stands inside an action: pipelines, commands and operands.
final class Expressions {

  private final Tokens tokens;
  private final Predicate<String> isFunction;
  private final Depth depth;
  private final List<String> variables = new ArrayList<>(List.of("$"));

  Expressions(Tokens tokens, Predicate<String> isFunction, Depth depth) {
    this.tokens = tokens;
    this.isFunction = isFunction;
    this.depth = depth;
  }

  /// How many variables are known; for [#forget].
  int variables() {
    return variables.size();
  }

  void forget(int known) {
    variables.subList(known, variables.size()).clear();
  }

  Node.Pipe pipeline(String context, Kind end) {
    int at = tokens.peekNonSpace().at();
    var declared = new ArrayList<Node.Variable>();
    boolean assigns = declarations(context, declared);
    var commands = new ArrayList<Node.Command>();
    while (true) {
      var token = tokens.nextNonSpace();
      if (token.is(end)) {
        check(commands, context);
        return new Node.Pipe(at, assigns, List.copyOf(declared), List.copyOf(commands));
      }
      if (!startsOperand(token.kind())) {
        throw tokens.unexpected(token, context);
      }
      tokens.unread();
      commands.add(command());
    }
  }

  private static boolean startsOperand(Kind kind) {
    return switch (kind) {
      case BOOL,
          CHAR_CONSTANT,
          COMPLEX,
          DOT,
          FIELD,
          IDENTIFIER,
          NUMBER,
          NIL,
          RAW_STRING,
          STRING,
          VARIABLE,
          LEFT_PAREN ->
          true;
      default -> false;
    };
  }

  /// Reads `$x :=`, `$x =` or `$x, $y :=`; true for an assignment.
  private boolean declarations(String context, List<Node.Variable> declared) {
    while (tokens.peekNonSpace().is(Kind.VARIABLE)) {
      var variable = tokens.next();
      var after = tokens.peek();
      var next = tokens.peekNonSpace();
      if (next.is(Kind.ASSIGN) || next.is(Kind.DECLARE)) {
        tokens.nextNonSpace();
        declare(variable, declared);
        return next.is(Kind.ASSIGN);
      }
      if (!next.is(Kind.CHAR) || !next.text().equals(",")) {
        if (after.is(Kind.SPACE)) {
          tokens.unread(variable, after);
        } else {
          tokens.unread(variable);
        }
        return false;
      }
      tokens.nextNonSpace();
      declare(variable, declared);
      if (!context.equals("range") || declared.size() >= 2) {
        throw tokens.error("too many declarations in " + context);
      }
      switch (tokens.peekNonSpace().kind()) {
        case VARIABLE, RIGHT_DELIMITER, RIGHT_PAREN -> {}
        default -> throw tokens.error("range can only initialize variables");
      }
    }
    return false;
  }

  private void declare(Token token, List<Node.Variable> declared) {
    declared.add(new Node.Variable(token.at(), List.of(token.text())));
    variables.add(token.text());
  }

  private void check(List<Node.Command> commands, String context) {
    if (commands.isEmpty()) {
      throw tokens.error("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      if (isLiteral(commands.get(i).words().getFirst())) {
        throw tokens.error("non executable command in pipeline stage " + (i + 1));
      }
    }
  }

  private Node.Command command() {
    int at = tokens.peekNonSpace().at();
    var words = new ArrayList<Node.Operand>();
    while (true) {
      tokens.peekNonSpace();
      var operand = operand();
      if (operand != null) {
        words.add(operand);
      }
      var token = tokens.next();
      if (token.is(Kind.SPACE)) {
        continue;
      }
      if (token.is(Kind.RIGHT_DELIMITER) || token.is(Kind.RIGHT_PAREN)) {
        tokens.unread();
      } else if (!token.is(Kind.PIPE)) {
        throw tokens.unexpected(token, "operand");
      }
      break;
    }
    if (words.isEmpty()) {
      throw tokens.error("empty command");
    }
    return new Node.Command(at, List.copyOf(words));
  }

  /// A term and the fields behind it; null when the next token is none.
  private Node.@Nullable Operand operand() {
    var term = term();
    if (term == null || !tokens.peek().is(Kind.FIELD)) {
      return term;
    }
    int at = tokens.peek().at();
    var fields = new ArrayList<String>();
    while (tokens.peek().is(Kind.FIELD)) {
      fields.add(tokens.next().text().substring(1));
    }
    if (term instanceof Node.Field field) {
      return new Node.Field(at, joined(field.names(), fields));
    }
    if (term instanceof Node.Variable variable) {
      return new Node.Variable(at, joined(variable.names(), fields));
    }
    if (isLiteral(term)) {
      throw tokens.error("unexpected . after term " + Quoting.quote(term.toString()));
    }
    return new Node.Chain(at, term, List.copyOf(fields));
  }

  /// Whether it stands for itself: it has no fields and takes no arguments.
  private static boolean isLiteral(Node.Operand operand) {
    return operand instanceof Node.Bool
        || operand instanceof Node.Dot
        || operand instanceof Node.Nil
        || operand instanceof Node.Numeral
        || operand instanceof Node.Text;
  }

  private static List<String> joined(List<String> names, List<String> fields) {
    var all = new ArrayList<>(names);
    all.addAll(fields);
    return List.copyOf(all);
  }

  private Node.@Nullable Operand term() {
    var token = tokens.nextNonSpace();
    int at = token.at();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        if (!isFunction.test(token.text())) {
          throw tokens.error("function " + Quoting.quote(token.text()) + " not defined");
        }
        yield new Node.Identifier(at, token.text());
      }
      case DOT -> new Node.Dot(at);
      case NIL -> new Node.Nil(at);
      case VARIABLE -> variable(token);
      case FIELD -> new Node.Field(at, List.of(token.text().substring(1)));
      case BOOL -> new Node.Bool(at, GoValue.bool(token.text().equals("true")));
      case CHAR_CONSTANT, COMPLEX, NUMBER -> {
        var literal = number(token);
        yield new Node.Numeral(at, literal, literal.constant());
      }
      case LEFT_PAREN -> {
        depth.enter(tokens);
        var pipe = pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
        depth.leave();
        yield pipe;
      }
      case STRING, RAW_STRING -> {
        String value = unquote(token.text());
        yield new Node.Text(at, token.text(), new GoValue.Text(value, GoType.STRING));
      }
      default -> {
        tokens.unread();
        yield null;
      }
    };
  }

  private Node.Variable variable(Token token) {
    if (!variables.contains(token.text())) {
      throw tokens.error("undefined variable " + Quoting.quote(token.text()));
    }
    return new Node.Variable(token.at(), List.of(token.text()));
  }

  private NumberLiteral number(Token token) {
    try {
      return NumberLiteral.parse(token.text(), token.kind());
    } catch (BadLiteral e) {
      throw tokens.error(e.reason());
    }
  }

  String unquote(String quoted) {
    try {
      return Unquote.string(quoted);
    } catch (BadLiteral e) {
      throw tokens.error(e.reason());
    }
  }
}
