package io.jimg.image.change;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One instruction of a Dockerfile.
///
/// @param name as it was typed
/// @param arguments cut up as the instruction wants it; of ENV and LABEL a name, a value, a name...
/// @param isJson whether the arguments were a JSON array
/// @param line all of it
/// @param escape the character that takes the meaning of the next one away
record Instruction(
    String name,
    List<String> flags,
    List<String> arguments,
    boolean isJson,
    String line,
    char escape) {

  /// @throws InvalidInput in Docker's words
  static Instruction parse(String line, char escape) {
    String[] parts = Spaces.ASCII.split(Spaces.trim(line), 2);
    var flags = new ArrayList<String>();
    String rest = parts.length < 2 ? "" : Spaces.trim(Words.cutFlags(parts[1], flags));
    var bare = new Instruction(parts[0], flags, List.of(), false, line, escape);
    return switch (bare.command()) {
      case "env", "label" -> bare.with(pairs(rest, bare), false);
      case "cmd", "entrypoint", "run", "shell" -> bare.command(rest);
      case "volume", "add", "copy" -> bare.list(rest);
      case "expose", "from" -> bare.with(words(rest), false);
      case "user", "workdir", "stopsignal", "maintainer" -> bare.with(whole(rest), false);
      case "healthcheck" -> bare.check(rest);
      case "onbuild" -> bare.with(trigger(rest, escape), false);
      // What it is good for is somebody else's question.
      default -> bare;
    };
  }

  String command() {
    return name.toLowerCase(Locale.ROOT);
  }

  private Instruction with(List<String> arguments, boolean isJson) {
    return new Instruction(name, flags, arguments, isJson, line, escape);
  }

  private Instruction command(String rest) {
    var json = json(rest);
    return json == null ? with(whole(rest), false) : with(json, true);
  }

  private Instruction list(String rest) {
    var json = json(rest);
    return json == null ? with(words(rest), false) : with(json, true);
  }

  /// A type, and then a command.
  private Instruction check(String rest) {
    int end = 0;
    while (end < rest.length() && !Spaces.isSpace(rest.charAt(end))) {
      end++;
    }
    if (end == 0) {
      return this;
    }
    var command = command(Spaces.trimLeft(rest.substring(end)));
    var arguments = new ArrayList<>(List.of(rest.substring(0, end)));
    arguments.addAll(command.arguments);
    return with(arguments, command.isJson);
  }

  private static List<String> trigger(String rest, char escape) {
    if (rest.isEmpty()) {
      return List.of();
    }
    var instruction = parse(rest, escape);
    var arguments = new ArrayList<>(List.of(instruction.name));
    arguments.addAll(instruction.arguments);
    return arguments;
  }

  private static List<String> whole(String rest) {
    return rest.isEmpty() ? List.of() : List.of(rest);
  }

  private static List<String> words(String rest) {
    return rest.isEmpty() ? List.of() : List.of(Spaces.ASCII.split(rest, -1));
  }

  /// `name=value ...`, or the old `name value`.
  private static List<String> pairs(String rest, Instruction of) {
    var words = Words.split(rest, of.escape);
    if (words.isEmpty()) {
      return List.of();
    }
    if (words.getFirst().indexOf('=') < 0) {
      String[] parts = Spaces.ASCII.split(rest, 2);
      if (parts.length < 2) {
        throw new InvalidInput(of.command().toUpperCase(Locale.ROOT) + " must have two arguments");
      }
      return List.of(parts);
    }
    var pairs = new ArrayList<String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new InvalidInput(
            "Syntax error - can't find = in "
                + GoQuote.quote(word)
                + ". Must be of the form: name=value");
      }
      pairs.add(word.substring(0, equals));
      pairs.add(word.substring(equals + 1));
    }
    return pairs;
  }

  /// The strings of a JSON array, whatever comes after it; null when there is none.
  private static @Nullable List<String> json(String rest) {
    if (!rest.startsWith("[")) {
      return null;
    }
    JsonArray array;
    try {
      array = (JsonArray) JsonReader.readFirst(rest.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidInput _) {
      return null;
    }
    var strings = new ArrayList<String>();
    for (var item : array == null ? List.of() : array.items()) {
      if (!(item instanceof JsonText(var text))) {
        throw new InvalidInput(
            "when using JSON array syntax, arrays must be comprised of strings only");
      }
      strings.add(text);
    }
    return strings;
  }
}
