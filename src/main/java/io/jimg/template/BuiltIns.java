package io.jimg.template;

import static io.jimg.template.GoType.ANY;
import static io.jimg.template.GoType.STRING;
import static io.jimg.template.GoType.VALUE;

import io.jimg.template.fmt.Format;
import io.jimg.template.fmt.Printer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Go's own functions. `and`, `or` and `call` are here for their parameters; the evaluator knows
/// them.
final class BuiltIns {

  static final Map<String, GoFunction> TABLE = table();

  private BuiltIns() {}

  private static Map<String, GoFunction> table() {
    var table = new HashMap<String, GoFunction>();
    var reserved = GoFunction.variadic(arguments -> GoValue.NIL, VALUE, VALUE);
    table.put("and", reserved);
    table.put("or", reserved);
    table.put("call", reserved);
    table.put("not", GoFunction.of(a -> GoValue.bool(!Truth.of(a[0])), VALUE));
    table.put("len", GoFunction.of(a -> Indexing.length(a[0]), VALUE));
    table.put("index", GoFunction.variadic(Indexing::index, VALUE, VALUE));
    table.put("slice", GoFunction.variadic(Indexing::slice, VALUE, VALUE));
    table.put("eq", GoFunction.variadic(Comparison::equal, VALUE, VALUE));
    table.put(
        "ne", GoFunction.of(a -> GoValue.bool(!Comparison.areEqual(a[0], a[1])), VALUE, VALUE));
    table.put("lt", GoFunction.of(a -> GoValue.bool(Comparison.less(a[0], a[1])), VALUE, VALUE));
    table.put("le", GoFunction.of(a -> GoValue.bool(Comparison.lessOrEqual(a)), VALUE, VALUE));
    table.put("gt", GoFunction.of(a -> GoValue.bool(!Comparison.lessOrEqual(a)), VALUE, VALUE));
    table.put("ge", GoFunction.of(a -> GoValue.bool(!Comparison.less(a[0], a[1])), VALUE, VALUE));
    table.put("print", GoFunction.variadic(a -> text(Printer.sprint(a)), ANY));
    table.put("println", GoFunction.variadic(a -> text(Printer.sprintln(a)), ANY));
    table.put("printf", GoFunction.variadic(BuiltIns::printf, STRING, ANY));
    table.put("html", GoFunction.variadic(a -> text(Escaping.html(Escaping.text(a))), ANY));
    table.put("js", GoFunction.variadic(a -> text(Escaping.js(Escaping.text(a))), ANY));
    table.put("urlquery", GoFunction.variadic(a -> text(Escaping.query(Escaping.text(a))), ANY));
    return table;
  }

  private static GoValue printf(GoValue[] arguments) {
    String format = arguments[0] instanceof GoValue.Text(var text, _) ? text : "";
    return text(Format.sprintf(format, Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  private static GoValue text(String text) {
    return GoValue.text(GoText.joined(text));
  }
}
