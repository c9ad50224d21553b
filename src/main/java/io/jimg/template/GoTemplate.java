package io.jimg.template;

import io.jimg.error.BadTemplate;
import io.jimg.template.parse.Node;
import io.jimg.template.parse.Parser;
import io.jimg.template.value.GoValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A parsed template of Go's text/template. Immutable: parse once, execute against many values,
/// from
/// any thread.
public final class GoTemplate {

  private final String name;
  private final String text;
  private final Map<String, Node.Sequence> trees;
  private final Functions functions;
  private final boolean missingKeyError;

  private GoTemplate(
      String name,
      String text,
      Map<String, Node.Sequence> trees,
      Functions functions,
      boolean missingKeyError) {
    this.name = name;
    this.text = text;
    this.trees = trees;
    this.functions = functions;
    this.missingKeyError = missingKeyError;
  }

  /// A template without a name, as `--format` has it.
  ///
  /// @throws BadTemplate Go's message: `template: :1: unclosed action`
  public static GoTemplate parse(String text, Functions functions) {
    return parse("", text, functions);
  }

  public static GoTemplate parse(String name, String text, Functions functions) {
    var trees = Parser.parse(name, text, functions::contains);
    return new GoTemplate(name, text, trees, functions, false);
  }

  /// The same template with other functions behind the names that it was parsed with.
  public GoTemplate with(Functions others) {
    return new GoTemplate(name, text, trees, others, missingKeyError);
  }

  /// The same template; a key that a map has not is an error (Go's option `missingkey=error`).
  public GoTemplate missingKeyError() {
    return new GoTemplate(name, text, trees, functions, true);
  }

  /// Appends what the template makes of a value. A template that is too deep, runs too long or
  /// writes too much ends with an error, whatever it does.
  ///
  /// @param out gets text as in [GoText]; keeps what was written before an error
  /// @throws BadTemplate Go's message: `template: :1:2: executing "" at <.Foo>: ...`
  public void execute(GoValue data, StringBuilder out) {
    new Execution(this, out).run(data);
  }

  /// What the template makes of a value.
  public String render(GoValue data) {
    var out = new StringBuilder();
    execute(data, out);
    return out.toString();
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  Node.@Nullable Sequence tree(String treeName) {
    return trees.get(treeName);
  }

  Functions functions() {
    return functions;
  }

  boolean refusesMissingKeys() {
    return missingKeyError;
  }
}
