package io.jimg.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.template.value.GoText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Go's own answers: from the program that `JIMG_GOTEMPLATE` names, and from `docker version`,
/// whose
/// CLI 28 renders templates with Go 1.24.
final class GoPeers {

  private static final String PARSE_PREFIX = "template parsing error: ";

  private static final long PATIENCE_SECONDS = 10;

  /// No answer came.
  static final Outcome NONE = new Outcome(null, null);

  private GoPeers() {}

  /// A template and, as JSON, its value.
  record Case(String template, String data) {}

  private static String env(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  /// Skips the test, or fails it where peers are required.
  private static void need(boolean there, String reason) {
    if (env("JIMG_REQUIRE_PEERS").equals("1")) {
      Assertions.assertTrue(there, reason);
    }
    Assumptions.assumeTrue(there, reason);
  }

  static void needGoTemplate() {
    String program = env("JIMG_GOTEMPLATE");
    need(
        !program.isEmpty() && Files.isExecutable(Path.of(program)),
        "no Go: JIMG_GOTEMPLATE does not name the gotemplate program");
  }

  static void needDocker() throws Exception {
    var version = dockerVersion("{{.Client.Version}} {{.Server.Os}}");
    need(
        version.out() != null && version.out().startsWith("28.") && version.out().endsWith("linux"),
        "no docker CLI 28 with an engine");
  }

  /// What text/template makes of all the cases, in order.
  static List<Outcome> goTemplate(List<Case> cases) throws IOException, InterruptedException {
    var input = Files.createTempFile("cases", ".jsonl");
    var output = Files.createTempFile("answers", ".jsonl");
    try {
      var lines = new ArrayList<String>();
      for (var one : cases) {
        lines.add(Outcome.line(one.template, one.data, new Outcome(null, null)));
      }
      Files.write(input, lines);
      var process =
          new ProcessBuilder(env("JIMG_GOTEMPLATE"), "-lines", input.toString())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Assertions.assertEquals(0, process.waitFor());
      var answers = new ArrayList<Outcome>();
      for (var line : Files.readAllLines(output)) {
        answers.add(Outcome.of(Outcome.read(line)));
      }
      Assertions.assertEquals(cases.size(), answers.size());
      return answers;
    } finally {
      Files.delete(input);
      Files.delete(output);
    }
  }

  /// What `docker version --format` makes of all the templates, in order.
  static List<Outcome> docker(List<String> templates)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var tasks = new ArrayList<Callable<Outcome>>();
      templates.forEach(template -> tasks.add(() -> dockerVersion(template)));
      var outcomes = new ArrayList<Outcome>();
      for (Future<Outcome> answer : threads.invokeAll(tasks)) {
        outcomes.add(answer.get());
      }
      return outcomes;
    }
  }

  /// Go itself has no bound of time: what takes longer has no outcome.
  private static Outcome dockerVersion(String template) throws IOException, InterruptedException {
    return docker("version", "--format", template);
  }

  /// What `docker image inspect --format` makes of the templates, for the image of [InspectData].
  static List<Outcome> inspect(List<String> templates) throws IOException, InterruptedException {
    var empty = Files.write(Files.createTempFile("empty", ".tar"), new byte[10_240]);
    try {
      var build = new ProcessBuilder(InspectData.IMPORT).redirectInput(empty.toFile());
      var process = build.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      Assertions.assertEquals(0, process.waitFor());
      var outcomes = new ArrayList<Outcome>();
      for (var template : templates) {
        var outcome = docker("image", "inspect", "--format", template, InspectData.NAME);
        String error = outcome.error();
        outcomes.add(error == null ? outcome : new Outcome(null, strip(error, PARSE_PREFIX)));
      }
      var _ = docker("image", "rm", InspectData.NAME);
      return outcomes;
    } finally {
      Files.delete(empty);
    }
  }

  private static Outcome docker(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    var out = Files.createTempFile("out", ".txt");
    var error = Files.createTempFile("error", ".txt");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(error.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return NONE;
      }
      if (process.exitValue() != 0) {
        String message = new String(Files.readAllBytes(error), UTF_8);
        return new Outcome(null, strip(withoutLineEnd(message), PARSE_PREFIX));
      }
      return new Outcome(withoutLineEnd(GoText.of(Files.readAllBytes(out))), null);
    } catch (IOException e) {
      return new Outcome(null, String.valueOf(e.getMessage()));
    } finally {
      Files.delete(out);
      Files.delete(error);
    }
  }

  private static String strip(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String withoutLineEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
