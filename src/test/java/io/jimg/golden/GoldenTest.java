package io.jimg.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// jimg prints what Docker printed when it was recorded, but for two substitutions.
class GoldenTest {

  private final FakeRegistry registry = FakeRegistry.start();

  @BeforeEach
  void fill() {
    GoldenImages.serve(registry);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @TestFactory
  Stream<DynamicTest> jimgPrintsWhatDockerPrinted(@TempDir Path home) {
    var jimg = new Cli(home);
    return Script.read().steps().stream()
        .map(step -> DynamicTest.dynamicTest(step.name(), () -> play(step, jimg)));
  }

  private void play(Script.Step step, Cli jimg) {
    var result = jimg.run(step.words(registry.host()).toArray(String[]::new));
    var ours = new Outcome(result.status(), result.out(), result.err()).settled(registry.host());
    assertEquals(step.recorded(step.recording().ofJimg()), step.recorded(ours));
  }
}
