package io.jimg.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jimg.differential.Case.Stream;
import io.jimg.testing.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Types every line of the groups into the real Docker and into jimg: the same comes out, and the
/// same exit code. `-Dgroup=NAME` plays one group only.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTest {

  private final Differences differences = Differences.read();
  private @Nullable Sides sides;

  @BeforeAll
  void start(@TempDir Path directory) {
    sides = new Sides(directory);
  }

  @AfterAll
  void stop() {
    if (sides != null) {
      sides.close();
    }
  }

  @TestFactory
  java.util.stream.Stream<DynamicNode> jimgSaysWhatDockerSays() {
    String only = System.getProperty("group", "");
    return Group.all().stream()
        .filter(group -> only.isEmpty() || only.equals(group.name()))
        .map(group -> dynamicContainer(group.name(), tests(group)));
  }

  private List<DynamicNode> tests(Group group) {
    var tests = new ArrayList<DynamicNode>();
    tests.add(dynamicTest("no image", () -> sides().begin(group)));
    for (var line : group.cases()) {
      tests.add(dynamicTest(line.line(), () -> play(group, line)));
    }
    return tests;
  }

  private Sides sides() {
    if (sides == null) {
      throw new IllegalStateException("not started");
    }
    return sides;
  }

  private void play(Group group, Case line) {
    if (line.line().startsWith("registry: ")) {
      String[] names = line.line().substring("registry: ".length()).split(" = ");
      sides().move(names[0], names[1]);
      return;
    }
    var said = sides().play(line);
    if (line.setup()) {
      assertEquals(0, said.docker().status(), () -> said.docker().err());
    }
    var docker = new ArrayList<String>();
    var jimg = new ArrayList<String>();
    for (var stream : Stream.values()) {
      String dockers = of(said.docker(), stream);
      String jimgs = of(said.jimg(), stream);
      if (line.older().containsKey(stream)) {
        assertEquals(sides().text(line, line.older(), stream), dockers, "Docker, engine 20.10");
        dockers = sides().text(line, line.newer(), stream);
      }
      docker.add(stream.label() + ": " + Masks.ofJimg(dockers));
      jimg.add(stream.label() + ": " + jimgs);
    }
    if (differences.listed(group, line)) {
      assertEquals(docker.getFirst(), jimg.getFirst());
      assertNotEquals(docker, jimg, "listed as different");
    } else {
      assertEquals(String.join("\n", docker), String.join("\n", jimg));
    }
  }

  private static String of(Cli.Result result, Stream stream) {
    return switch (stream) {
      case EXIT -> String.valueOf(result.status());
      case STDOUT -> result.out();
      case STDERR -> result.err();
    };
  }
}
