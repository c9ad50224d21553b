package io.jimg.template.parse;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.parse.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Parses one template with all that it defines. Refuses what Go refuses, in Go's words; beyond
/// that
/// only nesting is bounded.
public final class Parser {

  private final Source source;
  private final Tokens tokens;
  private final Expressions expressions;
  private final Map<String, Node.Sequence> trees;
  private int ranges;

  /// What all trees of one template share.
  private record Source(String name, Lexer lexer, Predicate<String> isFunction, Depth depth) {}

  private Parser(Source source, Map<String, Node.Sequence> trees) {
    this.source = source;
    this.trees = trees;
    tokens = new Tokens(source.name, source.lexer);
    expressions = new Expressions(tokens, source.isFunction, source.depth);
  }

  /// The trees by their names, the template itself among them.
  ///
  /// @param isFunction whether a name can be called
  public static Map<String, Node.Sequence> parse(
      String name, String text, Predicate<String> isFunction) {
    var source = new Source(name, new Lexer(text), isFunction, new Depth());
    var parser = new Parser(source, new HashMap<>());
    parser.add(name, parser.top());
    return parser.trees;
  }

  /// A sequence and what ended it.
  private record Body(Node.Sequence sequence, Node end) {}

  private Node.Sequence top() {
    int at = tokens.peek().at();
    var nodes = new ArrayList<Node>();
    while (!tokens.peek().is(Kind.EOF)) {
      if (tokens.peek().is(Kind.LEFT_DELIMITER)) {
        var delimiter = tokens.next();
        if (tokens.nextNonSpace().is(Kind.DEFINE)) {
          new Parser(source, trees).definition();
          continue;
        }
        tokens.unread(delimiter);
      }
      var node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        throw tokens.error("unexpected " + node);
      }
      nodes.add(node);
    }
    return new Node.Sequence(at, List.copyOf(nodes));
  }

  private void definition() {
    var token = tokens.nextNonSpace();
    if (!token.is(Kind.STRING) && !token.is(Kind.RAW_STRING)) {
      throw tokens.unexpected(token, "define clause");
    }
    String name = expressions.unquote(token.text());
    tokens.expect(Kind.RIGHT_DELIMITER, "define clause");
    var body = sequence();
    if (!(body.end instanceof Node.End)) {
      throw tokens.error("unexpected " + body.end + " in define clause");
    }
    add(name, body.sequence);
  }

  private void add(String name, Node.Sequence tree) {
    var old = trees.get(name);
    if (old == null || isEmpty(old)) {
      trees.put(name, tree);
    } else if (!isEmpty(tree)) {
      throw tokens.error("template: multiple definition of template " + Quoting.quote(name));
    }
  }

  /// Whether there is nothing in it but white space.
  private static boolean isEmpty(Node.Sequence tree) {
    for (var node : tree.nodes()) {
      if (!(node instanceof Node.Literal literal) || !isBlank(literal.text())) {
        return false;
      }
    }
    return true;
  }

  /// Go's white space: U+0085 and U+00A0 too.
  private static boolean isBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = (c >= 9 && c <= 13) || c == 0x85;
      if (!control && !Character.isSpaceChar(c)) {
        return false;
      }
    }
    return true;
  }

  private Body sequence() {
    int at = tokens.peekNonSpace().at();
    var nodes = new ArrayList<Node>();
    while (!tokens.peekNonSpace().is(Kind.EOF)) {
      var node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        return new Body(new Node.Sequence(at, List.copyOf(nodes)), node);
      }
      nodes.add(node);
    }
    throw tokens.error("unexpected EOF");
  }

  private Node textOrAction() {
    var token = tokens.nextNonSpace();
    if (token.is(Kind.TEXT)) {
      return new Node.Literal(token.at(), token.text());
    }
    if (!token.is(Kind.LEFT_DELIMITER)) {
      throw tokens.unexpected(token, "input");
    }
    tokens.enterAction(token.line());
    var node = action();
    tokens.leaveAction();
    return node;
  }

  private Node action() {
    var token = tokens.nextNonSpace();
    return switch (token.kind()) {
      case BLOCK -> block();
      case BREAK -> {
        inRange("{{break}}");
        yield new Node.Break(token.at());
      }
      case CONTINUE -> {
        inRange("{{continue}}");
        yield new Node.Continue(token.at());
      }
      case ELSE -> otherwise();
      case END -> new Node.End(tokens.expect(Kind.RIGHT_DELIMITER, "end").at());
      case IF, RANGE, WITH -> control(token.kind());
      case TEMPLATE -> invoke();
      default -> {
        tokens.unread();
        int at = tokens.peek().at();
        yield new Node.Action(at, expressions.pipeline("command", Kind.RIGHT_DELIMITER));
      }
    };
  }

  private void inRange(String statement) {
    var token = tokens.nextNonSpace();
    if (!token.is(Kind.RIGHT_DELIMITER)) {
      throw tokens.unexpected(token, statement);
    }
    if (ranges == 0) {
      throw tokens.error(statement + " outside {{range}}");
    }
  }

  /// The token of `else if` and `else with` is left for whoever reads on.
  private Node otherwise() {
    var token = tokens.peekNonSpace();
    if (token.is(Kind.IF) || token.is(Kind.WITH)) {
      return new Node.Else(token.at());
    }
    return new Node.Else(tokens.expect(Kind.RIGHT_DELIMITER, "else").at());
  }

  private Node control(Kind kind) {
    source.depth.enter(tokens);
    String word =
        switch (kind) {
          case IF -> "if";
          case RANGE -> "range";
          default -> "with";
        };
    int variables = expressions.variables();
    var pipe = expressions.pipeline(word, Kind.RIGHT_DELIMITER);
    ranges += kind == Kind.RANGE ? 1 : 0;
    var body = sequence();
    ranges -= kind == Kind.RANGE ? 1 : 0;
    Node.Sequence otherwise = body.end instanceof Node.Else ? alternative(kind, body.end) : null;
    expressions.forget(variables);
    source.depth.leave();
    return switch (kind) {
      case IF -> new Node.If(pipe.at(), pipe, body.sequence, otherwise);
      case RANGE -> new Node.Range(pipe.at(), pipe, body.sequence, otherwise);
      default -> new Node.With(pipe.at(), pipe, body.sequence, otherwise);
    };
  }

  /// `{{else if a}}_{{end}}` is `{{else}}{{if a}}_{{end}}{{end}}`; the same with `with`.
  private Node.Sequence alternative(Kind kind, Node end) {
    if (kind != Kind.RANGE && tokens.peek().is(kind)) {
      tokens.next();
      return new Node.Sequence(end.at(), List.of(control(kind)));
    }
    var body = sequence();
    if (!(body.end instanceof Node.End)) {
      throw tokens.error("expected end; found " + body.end);
    }
    return body.sequence;
  }

  private Node block() {
    source.depth.enter(tokens);
    var token = tokens.nextNonSpace();
    String name = name(token, "block clause");
    var pipe = expressions.pipeline("block clause", Kind.RIGHT_DELIMITER);
    var parser = new Parser(source, trees);
    var body = parser.sequence();
    if (!(body.end instanceof Node.End)) {
      throw tokens.error("unexpected " + body.end + " in block clause");
    }
    parser.add(name, body.sequence);
    source.depth.leave();
    return new Node.Invoke(token.at(), name, pipe);
  }

  private Node invoke() {
    var token = tokens.nextNonSpace();
    String name = name(token, "template clause");
    Node.@Nullable Pipe pipe = null;
    if (!tokens.nextNonSpace().is(Kind.RIGHT_DELIMITER)) {
      tokens.unread();
      pipe = expressions.pipeline("template clause", Kind.RIGHT_DELIMITER);
    }
    return new Node.Invoke(token.at(), name, pipe);
  }

  private String name(Token token, String context) {
    if (!token.is(Kind.STRING) && !token.is(Kind.RAW_STRING)) {
      throw tokens.unexpected(token, context);
    }
    return expressions.unquote(token.text());
  }

  /// How deep parentheses and blocks may nest; keeps a hostile template off the end of the stack.
  static final class Depth {
    private static final int MOST = 200;
    private int depth;

    void enter(Tokens tokens) {
      if (++depth > MOST) {
        throw tokens.error("max expression depth exceeded");
      }
    }

    void leave() {
      depth--;
    }
  }
}
