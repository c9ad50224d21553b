package io.jimg.image.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import java.util.List;
import java.util.Set;

/// What `--change` of import (and later of commit and load) does to a configuration.
public final class ConfigChanges {

  /// The configuration of an image that says nothing, with the members that Docker always writes.
  public static final JsonObject EMPTY =
      JsonReader.readObject(
          """
          {"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":false,
           "AttachStderr":false,"Tty":false,"OpenStdin":false,"StdinOnce":false,"Env":null,
           "Cmd":null,"Image":"","Volumes":null,"WorkingDir":"","Entrypoint":null,"OnBuild":null,
           "Labels":null}
          """
              .getBytes(UTF_8));

  private static final Set<String> VALID =
      Set.of(
          "cmd",
          "entrypoint",
          "healthcheck",
          "env",
          "expose",
          "label",
          "onbuild",
          "stopsignal",
          "user",
          "volume",
          "workdir");

  private ConfigChanges() {}

  /// `config` with the Dockerfile instructions `changes` applied to it, its members in Docker's
  /// order. They are one text: an escape directive in the first counts for all.
  ///
  /// @throws InvalidInput in Docker's words; nothing is applied then
  public static JsonObject apply(List<String> changes, JsonObject config) {
    if (changes.isEmpty()) {
      return config;
    }
    var instructions = Dockerfile.parse(String.join("\n", changes));
    for (var instruction : instructions) {
      if (!VALID.contains(instruction.command())) {
        throw new InvalidInput(instruction.name() + " is not a valid change command");
      }
    }
    instructions.forEach(Grammar::check);
    var changed = new RunConfig(config);
    instructions.forEach(changed::apply);
    return changed.json();
  }
}
