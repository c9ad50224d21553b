package io.jimg.image.change;

import io.jimg.error.InvalidInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The flags of an instruction, `--name=value` before its arguments.
record Flags(Map<String, String> values) {

  /// @param known the names that the instruction has
  /// @throws InvalidInput in Docker's words
  static Flags of(Instruction instruction, String... known) {
    var values = new HashMap<String, String>();
    for (String flag : instruction.flags()) {
      int equals = flag.indexOf('=');
      String name = flag.substring(2, equals < 0 ? flag.length() : equals);
      if (!List.of(known).contains(name)) {
        throw new InvalidInput("Unknown flag: " + name);
      }
      if (values.containsKey(name)) {
        throw new InvalidInput("Duplicate flag specified: " + name);
      }
      if (equals < 0) {
        throw new InvalidInput("Missing a value on flag: " + name);
      }
      values.put(name, flag.substring(equals + 1));
    }
    return new Flags(values);
  }

  /// The value of a flag; empty when it was not given.
  String value(String name) {
    return values.getOrDefault(name, "");
  }
}
