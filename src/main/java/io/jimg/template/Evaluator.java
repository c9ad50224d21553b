package io.jimg.template;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.parse.Node;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of pipelines, commands and fields. A `null` argument named `last` means that no value
/// came down the pipeline.
final class Evaluator {

  private static final GoFunction NO_PARAMETERS = GoFunction.of(arguments -> GoValue.NIL);

  private final GoTemplate template;
  private final Trace trace;
  private final Variables variables;
  private final Calls calls;

  Evaluator(GoTemplate template, Trace trace, Variables variables) {
    this.template = template;
    this.trace = trace;
    this.variables = variables;
    calls = new Calls(this, trace);
  }

  GoValue pipeline(GoValue dot, Node.@Nullable Pipe pipe) {
    if (pipe == null) {
      return GoValue.NIL;
    }
    trace.at(pipe);
    trace.enter();
    GoValue value = null;
    var commands = pipe.commands();
    for (int i = 0; i < commands.size(); i++) {
      value = Indirection.ofInterface(command(dot, commands.get(i), value));
    }
    GoValue result = value == null ? GoValue.NIL : value;
    for (var variable : pipe.variables()) {
      if (pipe.assigns()) {
        assign(variable, result);
      } else {
        variables.push(variable.names().getFirst(), result);
      }
    }
    trace.leave();
    return result;
  }

  void assign(Node.Variable variable, GoValue value) {
    String name = variable.names().getFirst();
    if (!variables.set(name, value)) {
      throw trace.fail("undefined variable: " + name);
    }
  }

  private GoValue command(GoValue dot, Node.Command command, @Nullable GoValue last) {
    var words = command.words();
    var first = words.getFirst();
    if (first instanceof Node.Field field) {
      return field(dot, field, words, last);
    }
    if (first instanceof Node.Identifier name) {
      return function(dot, name, command, words, last);
    }
    if (first instanceof Node.Variable variable) {
      return variable(dot, variable, words, last);
    }
    if (first instanceof Node.Chain chain) {
      return chain(dot, chain, words, last);
    }
    if (first instanceof Node.Pipe pipe) {
      refuseArguments(words, last);
      return pipeline(dot, pipe);
    }
    trace.at(first);
    refuseArguments(words, last);
    return constant(dot, first);
  }

  private void refuseArguments(List<Node.Operand> words, @Nullable GoValue last) {
    if (words.size() > 1 || last != null) {
      throw trace.fail("can't give argument to non-function " + words.getFirst());
    }
  }

  /// A word that stands for itself.
  private GoValue constant(GoValue dot, Node.Operand word) {
    if (word instanceof Node.Text(_, _, var value)) {
      return value;
    }
    if (word instanceof Node.Dot) {
      return dot;
    }
    if (word instanceof Node.Numeral number) {
      return number(number);
    }
    if (word instanceof Node.Bool(_, var value)) {
      return value;
    }
    throw trace.fail("nil is not a command");
  }

  GoValue number(Node.Numeral number) {
    trace.at(number);
    var value = number.value();
    if (value == null) {
      throw trace.fail(number.literal().text() + " overflows int");
    }
    return value;
  }

  GoValue field(GoValue dot, Node.Field field, List<Node.Operand> words, @Nullable GoValue last) {
    trace.at(field);
    return fields(new Call(dot, field, words, last), dot, field.names(), 0);
  }

  GoValue chain(GoValue dot, Node.Chain chain, List<Node.Operand> words, @Nullable GoValue last) {
    trace.at(chain);
    if (chain.base() instanceof Node.Nil) {
      throw trace.fail("indirection through explicit nil in " + chain);
    }
    trace.enter();
    var receiver = calls.operand(dot, chain.base());
    var value = fields(new Call(dot, chain, words, last), receiver, chain.names(), 0);
    trace.leave();
    return value;
  }

  GoValue variable(
      GoValue dot, Node.Variable variable, List<Node.Operand> words, @Nullable GoValue last) {
    trace.at(variable);
    var names = variable.names();
    var value = variables.get(names.getFirst());
    if (value == null) {
      throw trace.fail("undefined variable: " + names.getFirst());
    }
    if (names.size() == 1) {
      refuseArguments(words, last);
      return value;
    }
    return fields(new Call(dot, variable, words, last), value, names, 1);
  }

  GoValue function(
      GoValue dot,
      Node.Identifier name,
      Node node,
      List<Node.Operand> words,
      @Nullable GoValue last) {
    trace.at(name);
    var functions = template.functions();
    var function = functions.find(name.name());
    if (function == null) {
      throw trace.fail(Quoting.quote(name.name()) + " is not a defined function");
    }
    var call = new Call(dot, node, words, last);
    if (functions.isBuiltIn(name.name())) {
      switch (name.name()) {
        case "and", "or" -> {
          return calls.shortCircuit(call, name.name(), function);
        }
        case "call" -> {
          return calls.callOfValue(call, function);
        }
        default -> {}
      }
    }
    return calls.invoke(call, name.name(), function, null);
  }

  /// What a command is applied to: its words (the first is what is called) and the piped value.
  record Call(GoValue dot, Node node, List<Node.Operand> words, @Nullable GoValue last) {
    boolean hasArguments() {
      return words.size() > 1 || last != null;
    }

    /// The same place, without arguments.
    Call bare() {
      return hasArguments() ? new Call(dot, node, List.of(), null) : this;
    }
  }

  private GoValue fields(Call call, GoValue start, List<String> names, int from) {
    var receiver = start;
    int end = names.size() - 1;
    for (int i = from; i < end; i++) {
      receiver = member(call.bare(), names.get(i), receiver);
    }
    return member(call, names.get(end), receiver);
  }

  private GoValue member(Call call, String name, GoValue receiver) {
    if (receiver instanceof GoValue.Nil) {
      if (template.refusesMissingKeys()) {
        throw trace.fail("nil data; no entry for key " + Quoting.quote(name));
      }
      return GoValue.NIL;
    }
    var found = found(call, name, receiver, Indirection.of(receiver));
    if (found == null) {
      throw trace.fail("can't evaluate field " + name + " in type " + receiver.type());
    }
    return found;
  }

  private @Nullable GoValue found(Call call, String name, GoValue receiver, GoValue target) {
    if (target instanceof GoValue.Struct struct) {
      return structMember(call, name, receiver, struct);
    }
    if (target instanceof GoValue.MapOf map) {
      return mapMember(call, name, map);
    }
    if (target instanceof GoValue.Any) {
      throw nilPointer(receiver, name);
    }
    if (target instanceof GoValue.Pointer pointer) {
      var pointed = pointer.type().element();
      boolean struct = pointed.kind() == GoType.Kind.STRUCT;
      if (!struct || pointed.shape().has(name)) {
        throw nilPointer(receiver, name);
      }
    }
    return null;
  }

  private RuntimeException nilPointer(GoValue receiver, String name) {
    return trace.fail("nil pointer evaluating " + receiver.type() + "." + name);
  }

  private @Nullable GoValue structMember(
      Call call, String name, GoValue receiver, GoValue.Struct struct) {
    int index = struct.shape().indexOf(name);
    if (index < 0) {
      var method = struct.shape().function(name);
      return method == null
          ? promoted(call, name, receiver, struct)
          : calls.invoke(call, name, method, struct);
    }
    switch (struct.shape().member(index).access()) {
      case METHOD -> {
        if (call.hasArguments()) {
          calls.invoke(call, name, NO_PARAMETERS, null);
        }
      }
      case UNEXPORTED ->
          throw trace.fail(name + " is an unexported field of struct type " + receiver.type());
      case FIELD, EMBEDDED -> {
        if (call.hasArguments()) {
          throw trace.fail(name + " has arguments but cannot be invoked as function");
        }
      }
    }
    return struct.at(index);
  }

  /// A member of what is embedded.
  private @Nullable GoValue promoted(
      Call call, String name, GoValue receiver, GoValue.Struct struct) {
    var members = struct.shape().members();
    for (int i = 0; i < members.size(); i++) {
      boolean embedded = members.get(i).access() == StructShape.Access.EMBEDDED;
      if (embedded && members.get(i).type().shape().has(name)) {
        return structMember(call, name, receiver, (GoValue.Struct) struct.fields().at(i));
      }
    }
    return null;
  }

  private @Nullable GoValue mapMember(Call call, String name, GoValue.MapOf map) {
    var method = map.type().shape().function(name);
    if (method != null) {
      return calls.invoke(call, name, method, null);
    }
    if (!GoType.STRING.assignableTo(map.type().key())) {
      return null;
    }
    if (call.hasArguments()) {
      throw trace.fail(name + " is not a method but has arguments");
    }
    var value = map.get(name);
    if (value != null) {
      return value;
    }
    if (template.refusesMissingKeys()) {
      throw trace.fail("map has no entry for key " + Quoting.quote(name));
    }
    return GoValue.NIL;
  }
}
