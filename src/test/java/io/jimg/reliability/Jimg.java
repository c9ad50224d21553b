package io.jimg.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged program as processes, on a store of its own.
final class Jimg {

  private static final long LONGEST_SECONDS = 120;

  private final Path tree;
  private final Path home;
  private final List<String> wrapper;

  /// What a process did.
  record Outcome(int status, String out, String err) {
    boolean isSuccess() {
      return status == 0;
    }
  }

  /// @param tree the ready-to-run tree
  /// @param home HOME; the store is in `store` below it
  Jimg(Path tree, Path home) {
    this(tree, home, List.of());
  }

  private Jimg(Path tree, Path home, List<String> wrapper) {
    this.tree = tree.toAbsolutePath();
    this.home = home.toAbsolutePath();
    this.wrapper = wrapper;
  }

  /// The tree that the build has left; the tests of the packaged tree are told where.
  static Path tree() {
    return Path.of(System.getProperty("jimg.tree", "target/jimg"));
  }

  /// The same, started by another program.
  Jimg within(List<String> wrapper) {
    return new Jimg(tree, home, wrapper);
  }

  Path root() {
    return home.resolve("store");
  }

  /// A process under way.
  static final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    /// SIGKILL; returns when nothing of the process is left.
    void kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }

    /// Waits so long for the process to end.
    boolean endsWithin(long nanos) throws InterruptedException {
      return process.waitFor(nanos, TimeUnit.NANOSECONDS);
    }

    Outcome outcome() throws IOException, InterruptedException {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("hangs: " + process.info().commandLine().orElse("?"));
      }
      var outcome =
          new Outcome(
              process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    }
  }

  Running start(List<String> words) throws IOException {
    var command = new ArrayList<>(wrapper);
    command.add(tree.resolve("bin/jimg").toString());
    command.addAll(words);
    var out = Files.createTempFile(home, "out", "");
    var err = Files.createTempFile(home, "err", "");
    var builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JIMG_ROOT", root().toString());
    builder.environment().put("DOCKER_CONFIG", home.resolve("docker").toString());
    var process = builder.start();
    process.getOutputStream().close();
    return new Running(process, out, err);
  }

  Outcome run(List<String> words) throws IOException, InterruptedException {
    return start(words).outcome();
  }

  Outcome run(String... words) throws IOException, InterruptedException {
    return run(List.of(words));
  }

  /// Standard output of a command that must succeed.
  String out(String... words) throws IOException, InterruptedException {
    var outcome = run(words);
    if (!outcome.isSuccess()) {
      throw new AssertionError(String.join(" ", words) + ": " + outcome);
    }
    return outcome.out;
  }
}
