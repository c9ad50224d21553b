package io.jimg.image.change;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A configuration while instructions change it.
final class RunConfig {

  private static final List<String> ORDER =
      List.of(
          "Hostname",
          "Domainname",
          "User",
          "AttachStdin",
          "AttachStdout",
          "AttachStderr",
          "ExposedPorts",
          "Tty",
          "OpenStdin",
          "StdinOnce",
          "Env",
          "Cmd",
          "Healthcheck",
          "ArgsEscaped",
          "Image",
          "Volumes",
          "WorkingDir",
          "Entrypoint",
          "NetworkDisabled",
          "MacAddress",
          "OnBuild",
          "Labels",
          "StopSignal",
          "StopTimeout",
          "Shell");

  private final Map<String, JsonValue> members;
  private boolean commandSet;

  RunConfig(JsonObject config) {
    members = new LinkedHashMap<>(config.members());
  }

  /// The configuration, its members in Docker's order.
  JsonObject json() {
    var ordered = new LinkedHashMap<String, JsonValue>();
    for (String name : ORDER) {
      var value = members.get(name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    members.forEach(ordered::putIfAbsent);
    return new JsonObject(ordered);
  }

  /// @throws InvalidInput in Docker's words
  void apply(Instruction instruction) {
    var arguments = instruction.arguments();
    switch (instruction.command()) {
      case "env" -> env(instruction);
      case "label" -> label(instruction);
      case "cmd" -> command(instruction);
      case "entrypoint" -> entrypoint(instruction);
      case "healthcheck" -> members.put("Healthcheck", Healthcheck.of(instruction));
      case "expose" -> expose(instruction);
      case "onbuild" -> onbuild(instruction);
      case "stopsignal" ->
          text("StopSignal", StopSignal.checked(expanded(arguments.getFirst(), instruction)));
      case "user" -> text("User", expanded(arguments.getFirst(), instruction));
      case "volume" -> volume(instruction);
      case "workdir" -> workdir(expanded(arguments.getFirst(), instruction));
      default -> throw new IllegalArgumentException(instruction.command());
    }
  }

  private void env(Instruction instruction) {
    var environment = new ArrayList<>(texts("Env"));
    var before = List.copyOf(environment);
    var pairs = instruction.arguments();
    for (int i = 0; i < pairs.size(); i += 2) {
      String name = Expansion.word(pairs.get(i), instruction.escape(), before);
      String entry = name + "=" + Expansion.word(pairs.get(i + 1), instruction.escape(), before);
      int at = 0;
      while (at < environment.size() && !name.equals(environment.get(at).split("=", 2)[0])) {
        at++;
      }
      if (at < environment.size()) {
        environment.set(at, entry);
      } else {
        environment.add(entry);
      }
    }
    members.put("Env", JsonWriter.array(environment));
  }

  private void label(Instruction instruction) {
    var pairs = instruction.arguments();
    sorted(
        "Labels",
        labels -> {
          for (int i = 0; i < pairs.size(); i += 2) {
            String name = expanded(pairs.get(i), instruction);
            labels.put(name, new JsonText(expanded(pairs.get(i + 1), instruction)));
          }
        });
  }

  private void command(Instruction instruction) {
    members.put("Cmd", JsonWriter.array(shell(instruction)));
    commandSet |= !instruction.arguments().isEmpty();
  }

  /// An entrypoint makes a command that was there before meaningless, unless it was set with it.
  private void entrypoint(Instruction instruction) {
    boolean none = instruction.arguments().isEmpty();
    members.put("Entrypoint", none ? new JsonNull() : JsonWriter.array(shell(instruction)));
    if (!commandSet) {
      members.put("Cmd", new JsonNull());
    }
  }

  private List<String> shell(Instruction instruction) {
    if (instruction.isJson()) {
      return instruction.arguments();
    }
    var shell = texts("Shell");
    var command = new ArrayList<>(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    command.addAll(instruction.arguments());
    return command;
  }

  private void expose(Instruction instruction) {
    var ports = new TreeSet<String>();
    for (String argument : instruction.arguments()) {
      for (String spec : Expansion.words(argument, instruction.escape(), texts("Env"))) {
        PortSpecs.add(spec, ports);
      }
    }
    sorted("ExposedPorts", all -> ports.forEach(port -> all.put(port, JsonObject.EMPTY)));
  }

  private void onbuild(Instruction instruction) {
    var triggers = new ArrayList<>(texts("OnBuild"));
    triggers.add(instruction.line().replaceFirst("(?i)^\\s*ONBUILD\\s*", ""));
    members.put("OnBuild", JsonWriter.array(triggers));
  }

  private void volume(Instruction instruction) {
    sorted(
        "Volumes",
        volumes -> {
          for (String argument : instruction.arguments()) {
            String volume = expanded(Spaces.trim(argument), instruction);
            if (volume.isEmpty()) {
              throw new InvalidInput("VOLUME specified can not be an empty string");
            }
            volumes.put(volume, JsonObject.EMPTY);
          }
        });
  }

  private void workdir(String requested) {
    if (requested.isEmpty()) {
      throw new InvalidInput("cannot normalize nothing");
    }
    String current = new JsonObject(members).text("WorkingDir", "");
    text("WorkingDir", requested.startsWith("/") ? requested : joined(current, requested));
  }

  private static String joined(String current, String requested) {
    var parts = new ArrayList<String>();
    for (String part : (current + "/" + requested).split("/")) {
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          if (!parts.isEmpty()) {
            parts.removeLast();
          }
        }
        default -> parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  private String expanded(String word, Instruction instruction) {
    return Expansion.word(word, instruction.escape(), texts("Env"));
  }

  private void text(String name, String text) {
    members.put(name, new JsonText(text));
  }

  private List<String> texts(String name) {
    @Nullable List<String> texts = new JsonObject(members).texts(name);
    return texts == null ? List.of() : texts;
  }

  /// Changes a member that is an object with its members in order.
  private void sorted(String name, Consumer<Map<String, JsonValue>> change) {
    var object = new JsonObject(members).object(name);
    var all = new TreeMap<String, JsonValue>(object == null ? Map.of() : object.members());
    change.accept(all);
    members.put(name, new JsonObject(all));
  }
}
