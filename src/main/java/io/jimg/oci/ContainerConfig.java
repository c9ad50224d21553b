package io.jimg.oci;

import io.jimg.error.InvalidInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a container of the image would be run: the `config` member of an image configuration. Null
/// and empty differ, since Docker prints them differently.
public record ContainerConfig(JsonObject json) {

  /// @throws InvalidInput when a member has a type that Docker refuses
  public ContainerConfig {
    for (String name : List.of("User", "WorkingDir", "StopSignal", "Hostname", "Domainname")) {
      json.text(name);
    }
    for (String name : List.of("Env", "Entrypoint", "Cmd", "OnBuild", "Shell")) {
      json.texts(name);
    }
    json.textMap("Labels");
    json.object("ExposedPorts");
    json.object("Volumes");
    json.object("Healthcheck");
    json.flag("ArgsEscaped");
  }

  public @Nullable Map<String, String> labels() {
    return json.textMap("Labels");
  }

  public @Nullable List<String> texts(String name) {
    return json.texts(name);
  }

  public String text(String name) {
    return json.text(name, "");
  }
}
