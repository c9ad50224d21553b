package io.jimg.template;

import io.jimg.template.fmt.Printer;
import io.jimg.template.fmt.Quoting;
import io.jimg.template.parse.Node;
import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import org.jspecify.annotations.Nullable;

/// One walk over a template's nodes with one value.
final class Execution {

  private static final int MOST_OUTPUT = 16 << 20;

  private final GoTemplate template;
  private final StringBuilder out;
  private final int start;
  private final Trace trace;
  private final Variables variables = new Variables();
  private final Evaluator evaluator;

  /// How a node ended.
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  Execution(GoTemplate template, StringBuilder out) {
    this.template = template;
    this.out = out;
    start = out.length();
    trace = new Trace(template);
    evaluator = new Evaluator(template, trace, variables);
  }

  void run(GoValue data) {
    var tree = template.tree(template.name());
    if (tree != null) {
      variables.push("$", data);
      try {
        sequence(data, tree);
      } catch (CallFailure e) {
        throw trace.fail(e.reason());
      }
    }
  }

  private Flow sequence(GoValue dot, Node.Sequence sequence) {
    var nodes = sequence.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      var node = nodes.get(i);
      trace.at(node);
      if (node instanceof Node.Literal(_, var text)) {
        write(text);
      } else if (node instanceof Node.Action action) {
        action(dot, action);
      } else {
        var flow = statement(dot, node);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
    }
    return Flow.NEXT;
  }

  private void action(GoValue dot, Node.Action action) {
    var value = evaluator.pipeline(dot, action.pipe());
    if (action.pipe().variables().isEmpty()) {
      trace.at(action);
      print(value);
    }
  }

  /// Whatever is neither text nor a plain action. (Here and in the evaluator types are told apart
  /// one by one: the first run of a switch over them costs more than a whole short template.)
  private Flow statement(GoValue dot, Node node) {
    if (node instanceof Node.If(_, var pipe, var then, var otherwise)) {
      return branch(dot, pipe, then, otherwise, false);
    }
    if (node instanceof Node.With(_, var pipe, var then, var otherwise)) {
      return branch(dot, pipe, then, otherwise, true);
    }
    if (node instanceof Node.Range range) {
      return range(dot, range);
    }
    if (node instanceof Node.Break) {
      return Flow.BREAK;
    }
    if (node instanceof Node.Continue) {
      return Flow.CONTINUE;
    }
    if (!(node instanceof Node.Invoke invoke)) {
      throw new IllegalStateException("not a statement: " + node);
    }
    invoke(dot, invoke);
    return Flow.NEXT;
  }

  private void write(String text) {
    out.append(text);
    if (out.length() - start > MOST_OUTPUT) {
      throw trace.fail("exceeded maximum output size (" + MOST_OUTPUT + ")");
    }
  }

  private void print(GoValue value) {
    if (value instanceof GoValue.Text(var text, _)) {
      write(text);
    } else if (value instanceof GoValue.Nil) {
      write("<no value>");
    } else {
      var shown = value instanceof GoValue.Pointer ? Indirection.of(value) : value;
      write(shown instanceof GoValue.Nil ? "<no value>" : Printer.sprint(shown));
    }
  }

  /// `if` and `with`, which differ in the dot of their first branch only.
  private Flow branch(
      GoValue dot,
      Node.Pipe pipe,
      Node.Sequence then,
      Node.@Nullable Sequence otherwise,
      boolean setsDot) {
    int mark = variables.mark();
    trace.enter();
    var value = evaluator.pipeline(dot, pipe);
    var flow = Flow.NEXT;
    if (Truth.of(value)) {
      flow = sequence(setsDot ? value : dot, then);
    } else if (otherwise != null) {
      flow = sequence(dot, otherwise);
    }
    trace.leave();
    variables.pop(mark);
    return flow;
  }

  private Flow range(GoValue dot, Node.Range range) {
    int mark = variables.mark();
    trace.enter();
    var value = Indirection.of(evaluator.pipeline(dot, range.pipe()));
    boolean ran =
        switch (value.type().kind()) {
          case SLICE -> rangeSlice(range, (GoValue.Slice) value);
          case MAP -> rangeMap(range, (GoValue.MapOf) value);
          case INT, UINT -> rangeNumber(range, (GoValue.Int) value);
          case INVALID -> false;
          case BOOL, FLOAT, COMPLEX, STRING, STRUCT, POINTER, INTERFACE, VALUE ->
              throw trace.fail("range can't iterate over " + Printer.sprint(value));
        };
    var flow = Flow.NEXT;
    if (!ran && range.otherwise() != null) {
      flow = sequence(dot, range.otherwise());
      flow = flow == Flow.BREAK ? Flow.NEXT : flow;
    }
    trace.leave();
    variables.pop(mark);
    return flow;
  }

  private boolean rangeSlice(Node.Range range, GoValue.Slice slice) {
    int size = slice.elements().size();
    for (int i = 0; i < size; i++) {
      if (iterate(range, GoValue.number(i), slice.at(i)) == Flow.BREAK) {
        break;
      }
    }
    return size > 0;
  }

  private boolean rangeMap(Node.Range range, GoValue.MapOf map) {
    var keys = map.sortedKeys();
    trace.work(keys.size());
    for (var key : keys) {
      var value = map.get(key);
      var name = new GoValue.Text(key, map.type().key());
      if (iterate(range, name, value == null ? GoValue.NIL : value) == Flow.BREAK) {
        break;
      }
    }
    return !keys.isEmpty();
  }

  private boolean rangeNumber(Node.Range range, GoValue.Int number) {
    if (range.pipe().variables().size() > 1) {
      String shown = Printer.sprint(number);
      throw trace.fail("can't use " + shown + " to iterate over more than one variable");
    }
    boolean unsigned = number.type().kind() == GoType.Kind.UINT;
    long end = number.value();
    for (long i = 0; unsigned ? i != end : i < end; i++) {
      var item = new GoValue.Int(i, number.type());
      if (iterate(range, item, item) == Flow.BREAK) {
        break;
      }
    }
    return unsigned ? end != 0 : end > 0;
  }

  private Flow iterate(Node.Range range, GoValue index, GoValue element) {
    int mark = variables.mark();
    trace.work(1);
    var declared = range.pipe().variables();
    if (!declared.isEmpty()) {
      if (range.pipe().assigns()) {
        var first = declared.getFirst();
        evaluator.assign(first, declared.size() > 1 ? index : element);
        if (declared.size() > 1) {
          evaluator.assign(declared.get(1), element);
        }
      } else {
        variables.setTop(1, element);
        if (declared.size() > 1) {
          variables.setTop(2, index);
        }
      }
    }
    var flow = sequence(element, range.body());
    variables.pop(mark);
    return flow;
  }

  private void invoke(GoValue dot, Node.Invoke invoke) {
    var tree = template.tree(invoke.name());
    if (tree == null) {
      throw trace.fail("template " + Quoting.quote(invoke.name()) + " not defined");
    }
    trace.enter();
    var data = evaluator.pipeline(dot, invoke.pipe());
    String before = trace.enterTree(invoke.name());
    int hidden = variables.hide();
    variables.push("$", data);
    sequence(data, tree);
    variables.show(hidden);
    trace.enterTree(before);
    trace.leave();
  }
}
