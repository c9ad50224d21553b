package io.jimg.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.Cli;
import io.jimg.testing.Peers;
import io.jimg.testing.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The same command lines for jimg and for the real Docker.
final class Beside {

  private final String docker;
  final Cli jimg;

  Beside(Path home) {
    Peers.docker();
    docker = Peers.program("docker");
    jimg = new Cli(home);
  }

  /// Runs a command that must succeed in both and print the same.
  String same(String... words) {
    String expected = docker(words);
    assertEquals(expected, jimg.out(words).strip(), () -> String.join(" ", words));
    return expected;
  }

  /// Runs `pull` in both and gives the image's ID. The same layers must be spoken of and all other
  /// lines be the same. What is said of a layer may differ: Docker keeps layers by what is below
  /// them, so it fetches one again that lies on another; and the order is chance.
  String pull(String... words) {
    var all = new ArrayList<>(List.of("pull"));
    all.addAll(List.of(words));
    String[] line = all.toArray(String[]::new);
    assertEquals(
        settled(docker(line)), settled(jimg.out(line).strip()), () -> String.join(" ", line));
    return docker("inspect", "-f", "{{.Id}}", words[words.length - 1]);
  }

  /// The layers, sorted, then the lines that are not about layers.
  private static List<String> settled(String output) {
    var layers = new TreeSet<String>();
    var others = new ArrayList<String>();
    for (String line : output.lines().toList()) {
      if (line.matches("[0-9a-f]{12}: .*")) {
        layers.add(line.substring(0, line.indexOf(':')));
      } else {
        others.add(line);
      }
    }
    others.addAll(0, layers);
    return others;
  }

  /// The output of a docker command that must succeed.
  String docker(String... words) {
    return tryDocker(words).orThrow();
  }

  Shell.Result tryDocker(String... words) {
    var command = new ArrayList<>(List.of(docker));
    command.addAll(List.of(words));
    return Shell.run(Map.of("TZ", "UTC"), command.toArray(String[]::new));
  }
}
