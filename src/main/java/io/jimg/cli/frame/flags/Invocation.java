package io.jimg.cli.frame.flags;

import java.util.List;
import java.util.Map;

/// A command line, read.
///
/// @param path the command as it was typed: `jimg image ls`
/// @param flags the values given to each flag, by its long name, as [FlagDialect] checked them
public record Invocation(String path, Map<String, List<String>> flags, List<String> operands) {

  public Invocation {
    operands = List.copyOf(operands);
  }

  /// Whether a switch is on.
  public boolean flag(String name) {
    return text(name).equals(FlagDialect.TRUE);
  }

  /// Whether the user gave the flag at all.
  public boolean given(String name) {
    return flags.containsKey(name);
  }

  /// The last value given, empty when there is none.
  public String text(String name) {
    var values = texts(name);
    return values.isEmpty() ? "" : values.getLast();
  }

  /// All values of a flag that may be repeated, in order.
  public List<String> texts(String name) {
    return flags.getOrDefault(name, List.of());
  }

  /// The last value given to a numeric flag, 0 when there is none.
  public int number(String name) {
    return given(name) ? Integer.parseInt(text(name)) : 0;
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
