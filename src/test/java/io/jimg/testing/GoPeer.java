package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// A Go program from the test resources, compiled where there is a Go compiler: what Go itself says
/// is the reference for what is printed. Questions are arrays of strings, answers strings.
public final class GoPeer {

  private static final Map<String, GoPeer> BUILT = new ConcurrentHashMap<>();

  private final Path executable;

  private GoPeer(Path executable) {
    this.executable = executable;
  }

  /// The program `go/NAME.go`. Without Go the test is skipped, or fails where peers are required.
  public static GoPeer program(String name) {
    if (!goIsThere()) {
      Assertions.assertNotEquals("1", System.getenv("JIMG_REQUIRE_PEERS"), "go is not on PATH");
      Assumptions.abort("go is not on PATH: nothing to compare with");
    }
    return BUILT.computeIfAbsent(name, GoPeer::build);
  }

  private static boolean goIsThere() {
    String path = System.getenv("PATH");
    for (String directory : (path == null ? "" : path).split(":")) {
      if (Files.isExecutable(Path.of(directory, "go"))) {
        return true;
      }
    }
    return false;
  }

  private static GoPeer build(String name) {
    try (var source = GoPeer.class.getResourceAsStream("/go/" + name + ".go")) {
      var directory = Files.createTempDirectory("jimg-go-" + name);
      Files.write(directory.resolve("main.go"), source.readAllBytes());
      var builder = new ProcessBuilder("go", "build", "-o", name, "main.go");
      builder.directory(directory.toFile()).environment().put("GOFLAGS", "-mod=mod");
      builder.environment().putIfAbsent("GOCACHE", directory.resolve("cache").toString());
      run(builder.redirectErrorStream(true), List.of());
      return new GoPeer(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answers to `questions`, in their order.
  public List<String> ask(List<List<String>> questions) {
    return ask(questions, Map.of());
  }

  public List<String> ask(List<List<String>> questions, Map<String, String> environment) {
    var lines = questions.stream().map(q -> JsonWriter.text(JsonWriter.array(q))).toList();
    var builder = new ProcessBuilder(executable.toString());
    builder.environment().putAll(environment);
    var answers = new ArrayList<String>();
    for (String line : run(builder.redirectError(ProcessBuilder.Redirect.INHERIT), lines)) {
      answers.add(JsonReader.read(line) instanceof JsonText(var text) ? text : line);
    }
    Assertions.assertEquals(questions.size(), answers.size());
    return answers;
  }

  private static List<String> run(ProcessBuilder builder, List<String> lines) {
    try {
      var input = Files.createTempFile("jimg-go", ".jsonl");
      Files.write(input, lines);
      var process = builder.redirectInput(input.toFile()).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      Assertions.assertEquals(0, process.waitFor(), output);
      Files.delete(input);
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
