package io.jimg.template;

import io.jimg.template.Evaluator.Call;
import io.jimg.template.parse.Node;
import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls functions: counts and types of arguments, and the errors of the called.
final class Calls {

  private static final int MOST_TEXT = 16 << 20;

  private final Evaluator evaluator;
  private final Trace trace;

  Calls(Evaluator evaluator, Trace trace) {
    this.evaluator = evaluator;
    this.trace = trace;
  }

  /// @param receiver of a method: its first argument
  GoValue invoke(Call call, String name, GoFunction function, GoValue.@Nullable Struct receiver) {
    var arguments = arguments(call, name, function, receiver);
    return finish(call, name, function, arguments);
  }

  private GoValue finish(Call call, String name, GoFunction function, GoValue[] arguments) {
    for (var argument : arguments) {
      trace.work(weight(argument) / 16);
    }
    GoValue result;
    try {
      result = function.body().call(arguments);
    } catch (CallFailure e) {
      trace.at(call.node());
      throw trace.fail("error calling " + name + ": " + e.reason());
    }
    int size = weight(result);
    trace.work(size / 8);
    if (size > MOST_TEXT) {
      throw trace.fail("error calling " + name + ": its result is too large");
    }
    return result;
  }

  private static int weight(GoValue value) {
    if (value instanceof GoValue.Text(var text, _)) {
      return text.length();
    }
    if (value instanceof GoValue.Slice slice) {
      return slice.elements().size() * 8;
    }
    return value instanceof GoValue.MapOf map ? map.members().size() * 8 : 0;
  }

  private GoValue[] arguments(
      Call call, String name, GoFunction function, GoValue.@Nullable Struct receiver) {
    var words = call.words();
    int given = Math.max(words.size() - 1, 0);
    int all = given + (call.last() == null ? 0 : 1);
    var parameters = function.parameters();
    checkCount(name, function, given, all);
    int offset = receiver == null ? 0 : 1;
    var arguments = new GoValue[all + offset];
    if (receiver != null) {
      arguments[0] = receiver;
    }
    for (int i = 0; i < given; i++) {
      arguments[offset + i] = argument(call.dot(), parameter(parameters, i), words.get(i + 1));
    }
    if (call.last() != null) {
      arguments[offset + given] = checked(call.last(), parameter(parameters, given));
    }
    return arguments;
  }

  private void checkCount(String name, GoFunction function, int given, int all) {
    int wanted = function.parameters().size();
    if (function.variadic()) {
      if (all < wanted - 1) {
        throw trace.fail(
            "wrong number of args for "
                + name
                + ": want at least "
                + (wanted - 1)
                + " got "
                + given);
      }
    } else if (all != wanted) {
      throw trace.fail("wrong number of args for " + name + ": want " + wanted + " got " + all);
    }
  }

  private static GoType parameter(List<GoType> parameters, int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /// `and` and `or` stop at the first argument that decides.
  GoValue shortCircuit(Call call, String name, GoFunction function) {
    var words = call.words();
    int given = Math.max(words.size() - 1, 0);
    checkCount(name, function, given, given + (call.last() == null ? 0 : 1));
    boolean decisive = name.equals("or");
    GoValue value = GoValue.NIL;
    for (int i = 1; i <= given; i++) {
      value = argument(call.dot(), GoType.VALUE, words.get(i));
      if (Truth.of(value) == decisive) {
        return value;
      }
    }
    return call.last() == null ? value : call.last();
  }

  /// `call` says in its errors what was to be called.
  GoValue callOfValue(Call call, GoFunction function) {
    var arguments = arguments(call, "call", function, null);
    var callee = Indirection.ofInterface(arguments[0]);
    trace.at(call.node());
    if (callee instanceof GoValue.Nil) {
      throw trace.fail("error calling call: call of nil");
    }
    String shown;
    if (call.words().size() > 1) {
      shown = call.words().get(1).toString();
    } else if (arguments[0] instanceof GoValue.Text(var text, _)) {
      shown = text;
    } else {
      shown = "<" + arguments[0].type() + " Value>";
    }
    throw trace.fail("error calling call: non-function " + shown + " of type " + callee.type());
  }

  /// The value of an operand where any type will do.
  GoValue operand(GoValue dot, Node.Operand operand) {
    return argument(dot, null, operand);
  }

  private GoValue argument(GoValue dot, @Nullable GoType type, Node.Operand word) {
    trace.at(word);
    if (word instanceof Node.Field field) {
      return checked(evaluator.field(dot, field, List.of(word), null), type);
    }
    if (word instanceof Node.Dot) {
      return checked(dot, type);
    }
    if (word instanceof Node.Variable variable) {
      return checked(evaluator.variable(dot, variable, List.of(), null), type);
    }
    if (word instanceof Node.Pipe pipe) {
      return checked(evaluator.pipeline(dot, pipe), type);
    }
    if (word instanceof Node.Identifier name) {
      return checked(evaluator.function(dot, name, name, List.of(), null), type);
    }
    if (word instanceof Node.Chain chain) {
      return checked(evaluator.chain(dot, chain, List.of(), null), type);
    }
    return word instanceof Node.Nil ? nil(type) : literal(type, word);
  }

  private GoValue nil(@Nullable GoType type) {
    if (type == null || !type.canBeNil()) {
      throw trace.fail("cannot assign nil to " + type);
    }
    return Indirection.ofInterface(type.zero());
  }

  private GoValue literal(@Nullable GoType type, Node.Operand word) {
    var kind = type == null ? GoType.Kind.VALUE : type.kind();
    return switch (kind) {
      case BOOL -> word instanceof Node.Bool(_, var value) ? value : expected("bool", word);
      case INT -> integer(word);
      case STRING -> word instanceof Node.Text(_, _, var value) ? value : expected("string", word);
      case INTERFACE, VALUE -> {
        if (word instanceof Node.Text(_, _, var value)) {
          yield value;
        }
        yield word instanceof Node.Bool(_, var value)
            ? value
            : evaluator.number((Node.Numeral) word);
      }
      case INVALID, UINT, FLOAT, COMPLEX, SLICE, MAP, STRUCT, POINTER ->
          throw trace.fail("can't handle " + word + " for arg of type " + type);
    };
  }

  private GoValue integer(Node.Operand word) {
    if (word instanceof Node.Numeral(_, var literal, _)) {
      Long value = literal.integer();
      if (value != null) {
        return GoValue.number(value);
      }
    }
    return expected("integer", word);
  }

  private GoValue expected(String type, Node.Operand word) {
    throw trace.fail("expected " + type + "; found " + word);
  }

  /// The value as the type takes it.
  private GoValue checked(GoValue value, @Nullable GoType type) {
    if (type == null || type.kind() == GoType.Kind.VALUE) {
      return value;
    }
    if (value instanceof GoValue.Nil) {
      if (type.canBeNil()) {
        return Indirection.ofInterface(type.zero());
      }
      throw trace.fail("invalid value; expected " + type);
    }
    if (type.kind() == GoType.Kind.INTERFACE) {
      return Indirection.ofInterface(value);
    }
    if (value.type().assignableTo(type)) {
      return value;
    }
    var inner = Indirection.ofInterface(value);
    var shown = inner instanceof GoValue.Nil ? value : inner;
    if (shown.type().assignableTo(type)) {
      return shown;
    }
    if (shown instanceof GoValue.Pointer(var pointer, var target)
        && pointer.element().assignableTo(type)) {
      if (target == null) {
        throw trace.fail("dereference of nil pointer of type " + type);
      }
      return target;
    }
    throw trace.fail("wrong type for value; expected " + type + "; got " + shown.type());
  }
}
