package io.jimg.template;

import static io.jimg.template.value.GoType.ANY;
import static io.jimg.template.value.GoType.STRING;
import static io.jimg.template.value.GoType.VALUE;

import io.jimg.template.fmt.Format;
import io.jimg.template.fmt.Printer;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoText;
import io.jimg.template.value.GoValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Go's own functions. One class and a switch instead of a lambda each: linking lambdas would be
/// most
/// of what a short template costs.
enum BuiltIn implements GoFunction.Body {
  /// This and [#OR] stop early: the evaluator calls them itself.
  AND,
  OR,
  /// No value is a function, so this can only fail; the evaluator knows how.
  CALL,
  NOT,
  LEN,
  INDEX,
  SLICE,
  EQ,
  NE,
  LT,
  LE,
  GT,
  GE,
  PRINT,
  PRINTLN,
  PRINTF,
  HTML,
  JS,
  URLQUERY;

  static final Map<String, GoFunction> TABLE = table();

  private static Map<String, GoFunction> table() {
    var table = new HashMap<String, GoFunction>();
    for (var one : values()) {
      table.put(one.name().toLowerCase(Locale.ROOT), one.function());
    }
    return table;
  }

  private GoFunction function() {
    return switch (this) {
      case NOT, LEN -> GoFunction.of(this, VALUE);
      case NE, LT, LE, GT, GE -> GoFunction.of(this, VALUE, VALUE);
      case AND, OR, CALL, INDEX, SLICE, EQ -> GoFunction.variadic(this, VALUE, VALUE);
      case PRINT, PRINTLN, HTML, JS, URLQUERY -> GoFunction.variadic(this, ANY);
      case PRINTF -> GoFunction.variadic(this, STRING, ANY);
    };
  }

  @Override
  public GoValue call(GoValue[] a) {
    return switch (this) {
      case AND, OR, CALL -> GoValue.NIL;
      case NOT -> GoValue.bool(!Truth.of(a[0]));
      case LEN -> Indexing.length(a[0]);
      case INDEX -> Indexing.index(a);
      case SLICE -> Indexing.slice(a);
      case EQ -> Comparison.equal(a);
      case NE -> GoValue.bool(!Comparison.areEqual(a[0], a[1]));
      case LT -> GoValue.bool(Comparison.less(a[0], a[1]));
      case LE -> GoValue.bool(Comparison.lessOrEqual(a));
      case GT -> GoValue.bool(!Comparison.lessOrEqual(a));
      case GE -> GoValue.bool(!Comparison.less(a[0], a[1]));
      case PRINT -> text(Printer.sprint(a));
      case PRINTLN -> text(Printer.sprintln(a));
      case PRINTF -> printf(a);
      case HTML -> text(Escaping.html(Escaping.text(a)));
      case JS -> text(Escaping.js(Escaping.text(a)));
      case URLQUERY -> text(Escaping.query(Escaping.text(a)));
    };
  }

  private static GoValue printf(GoValue[] arguments) {
    String format = arguments[0] instanceof GoValue.Text(var text, _) ? text : "";
    return text(Format.sprintf(format, Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  private static GoValue text(String text) {
    return GoValue.text(GoText.joined(text));
  }
}
