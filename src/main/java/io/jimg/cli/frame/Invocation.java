package io.jimg.cli.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// A command line, parsed.
///
/// @param path the command as it was typed: `jimg image ls`
public record Invocation(String path, ParseResult flags, List<String> operands) {

  public Invocation {
    operands = List.copyOf(operands);
  }

  /// Whether a switch is on.
  public boolean flag(String name) {
    return Boolean.TRUE.equals(flags.matchedOptionValue(name, false));
  }

  /// Whether the user gave the flag at all.
  public boolean given(String name) {
    return flags.hasMatchedOption(name);
  }

  /// The last value given, empty when there is none.
  public String text(String name) {
    String text = flags.matchedOptionValue(name, "");
    return text;
  }

  /// All values of a flag that may be repeated, in order.
  public List<String> texts(String name) {
    @Nullable List<String> texts = flags.matchedOptionValue(name, null);
    return texts == null ? List.of() : texts;
  }

  /// The value of a numeric flag, or its default.
  public int number(String name) {
    Integer number = flags.matchedOptionValue(name, 0);
    return number;
  }

  /// The operand at `index`, from 0; it must be there.
  public String operand(int index) {
    return operands.get(index);
  }

  /// Empty when there are fewer operands.
  public String operandOrEmpty(int index) {
    return index < operands.size() ? operands.get(index) : "";
  }
}
