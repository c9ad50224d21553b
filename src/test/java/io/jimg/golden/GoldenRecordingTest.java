package io.jimg.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.DockerCli;
import io.jimg.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the script in the real Docker: it must say again, bit for bit, what is recorded. With
/// `-Dgolden=update` the recordings are made anew (src/test/sh/record-golden). Help is asked of the
/// command line before an engine of its own age, because it hides the flags that an engine is too
/// old for.
@Timeout(300)
class GoldenRecordingTest {

  @TempDir Path directory;
  private String registry = "";

  @BeforeEach
  void prepare() throws Exception {
    registry = Peers.registry();
    Peers.docker();
    Peers.dockerCli28();
    GoldenImages.push(registry, directory.resolve("layout"));
    removeOurs();
  }

  @AfterEach
  void clean() throws Exception {
    removeOurs();
  }

  /// Takes the images of the recordings, and nothing else, out of the engine.
  private void removeOurs() throws Exception {
    var words = new ArrayList<>(List.of("images", "-aq", "--no-trunc"));
    words.addAll(List.of("--filter", "label=org.example.golden=yes"));
    for (String id : Set.copyOf(docker(words).out().lines().toList())) {
      docker(List.of("rmi", "-f", id));
    }
  }

  @Test
  void dockerSaysWhatIsRecorded() throws Exception {
    boolean update = "update".equals(System.getProperty("golden"));
    var files = new HashSet<Path>();
    for (var step : Script.read().steps()) {
      files.add(step.file());
      var words = step.words(registry);
      var outcome = words.contains("--help") ? help(words) : docker(words).settled(registry);
      if (update) {
        Files.writeString(step.file(), step.recorded(outcome));
      } else {
        assertEquals(Script.read(step.file()), step.recorded(outcome));
      }
    }
    assertEquals(files, recordings());
  }

  private static Set<Path> recordings() throws IOException {
    var directory = Script.read().steps().getFirst().file().resolveSibling("");
    try (var entries = Files.newDirectoryStream(directory, "*.txt")) {
      var found = new HashSet<Path>();
      entries.forEach(found::add);
      return found;
    }
  }

  private static Outcome help(List<String> words) {
    try (var docker = new DockerCli()) {
      var result = docker.run(words.toArray(String[]::new));
      return new Outcome(result.status(), result.out(), result.err());
    }
  }

  private Outcome docker(List<String> words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(words);
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    var builder = new ProcessBuilder(command);
    builder.environment().put("TZ", "UTC");
    builder.environment().put("DOCKER_CONFIG", directory.resolve("config").toString());
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Outcome(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
