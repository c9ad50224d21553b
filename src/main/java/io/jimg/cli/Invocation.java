package io.jimg.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// A command line, parsed.
///
/// @param path the command as it was typed: `jimg image ls`
record Invocation(String path, ParseResult flags, List<String> operands) {

  Invocation {
    operands = List.copyOf(operands);
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(flags.matchedOptionValue(name, false));
  }

  /// Whether the user gave the flag at all.
  boolean given(String name) {
    return flags.hasMatchedOption(name);
  }

  /// The last value given, empty when there is none.
  String text(String name) {
    String text = flags.matchedOptionValue(name, "");
    return text;
  }

  List<String> texts(String name) {
    @Nullable List<String> texts = flags.matchedOptionValue(name, null);
    return texts == null ? List.of() : texts;
  }

  int number(String name) {
    Integer number = flags.matchedOptionValue(name, 0);
    return number;
  }

  String operand(int index) {
    return operands.get(index);
  }

  /// Empty when there are fewer operands.
  String operandOrEmpty(int index) {
    return index < operands.size() ? operands.get(index) : "";
  }
}
