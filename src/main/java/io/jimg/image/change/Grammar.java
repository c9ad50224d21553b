package io.jimg.image.change;

import io.jimg.error.InvalidInput;
import java.util.List;
import java.util.Locale;

/// How many arguments and which flags each instruction takes.
final class Grammar {

  private Grammar() {}

  /// What the instruction itself gets wrong, whatever the configuration.
  ///
  /// @throws InvalidInput in Docker's words
  static void check(Instruction instruction) {
    String name = instruction.command().toUpperCase(Locale.ROOT);
    int count = instruction.arguments().size();
    switch (name) {
      case "ENV", "LABEL" -> {
        Flags.of(instruction);
        atLeastOne(name, count);
        for (int i = 0; i < count; i += 2) {
          if (instruction.arguments().get(i).isEmpty()) {
            throw new InvalidInput(name + " names can not be blank");
          }
        }
      }
      case "HEALTHCHECK" -> Healthcheck.of(instruction);
      case "USER", "WORKDIR", "STOPSIGNAL" -> {
        if (count != 1) {
          throw new InvalidInput(name + " requires exactly one argument");
        }
        if (!name.equals("STOPSIGNAL")) {
          Flags.of(instruction);
        }
      }
      case "EXPOSE", "VOLUME", "ONBUILD" -> {
        atLeastOne(name, count);
        Flags.of(instruction);
        checkWords(name, instruction.arguments());
      }
      default -> Flags.of(instruction);
    }
  }

  private static void checkWords(String name, List<String> arguments) {
    if (name.equals("VOLUME") && arguments.stream().map(Spaces::trim).anyMatch(String::isEmpty)) {
      throw new InvalidInput("VOLUME specified can not be an empty string");
    }
    if (name.equals("ONBUILD")) {
      String trigger = Spaces.trim(arguments.getFirst()).toUpperCase(Locale.ROOT);
      if (trigger.equals("ONBUILD")) {
        throw new InvalidInput("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
      }
      if (trigger.equals("MAINTAINER") || trigger.equals("FROM")) {
        throw new InvalidInput(trigger + " isn't allowed as an ONBUILD trigger");
      }
    }
  }

  private static void atLeastOne(String name, int count) {
    if (count == 0) {
      throw new InvalidInput(name + " requires at least one argument");
    }
  }
}
