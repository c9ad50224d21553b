package io.jimg.differential;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jimg.testing.Cli;
import io.jimg.testing.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A Docker engine of our own, whose images may all be removed. It ends with us: by [#close], and
/// after a quarter of an hour whatever happens.
final class OwnEngine implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final Process daemon;
  private final String docker;

  /// Without a docker CLI 28, dockerd and the right to start it the test is skipped, or fails where
  /// peers are required.
  OwnEngine() {
    docker = Peers.dockerCli28();
    String dockerd = Peers.program("dockerd");
    try {
      directory = Files.createTempDirectory("jimg-engine");
      daemon =
          new ProcessBuilder(
                  "timeout",
                  "-k",
                  "10",
                  "900",
                  dockerd,
                  "--data-root=" + directory.resolve("data"),
                  "--exec-root=" + directory.resolve("exec"),
                  "--pidfile=" + directory.resolve("pid"),
                  "--host=" + host(),
                  "--bridge=none",
                  "--iptables=false",
                  "--ip6tables=false")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  private String host() {
    return "unix://" + directory.resolve("socket");
  }

  private void awaitAnswer() {
    var end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && daemon.isAlive()) {
      if (run(List.of("version"), directory, Map.of(), new byte[0]).status() == 0) {
        return;
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    String reason = "no peer: dockerd does not start: " + log();
    close();
    if ("1".equals(System.getenv("JIMG_REQUIRE_PEERS"))) {
      fail(reason);
    } else {
      abort(reason);
    }
  }

  private String log() {
    try {
      String log = Files.readString(directory.resolve("log"));
      return log.substring(Math.max(0, log.length() - 2000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Removes every image.
  void empty() {
    var listed = run(List.of("images", "-aq", "--no-trunc"), directory, Map.of(), new byte[0]);
    var ids = listed.out().lines().distinct().toList();
    if (!ids.isEmpty()) {
      var words = new ArrayList<>(List.of("rmi", "-f"));
      words.addAll(ids);
      var removed = run(words, directory, Map.of(), new byte[0]);
      if (removed.status() != 0) {
        throw new IllegalStateException(removed.err());
      }
    }
  }

  /// Runs docker before this engine.
  Cli.Result run(List<String> words, Path home, Map<String, String> env, byte[] input) {
    try {
      var in = Files.write(directory.resolve("in"), input);
      var out = directory.resolve("out");
      var err = directory.resolve("err");
      var command = new ArrayList<>(List.of(docker));
      command.addAll(words);
      var builder = new ProcessBuilder(command).directory(home.toFile());
      builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
      var own = builder.environment();
      own.keySet().removeIf(name -> !name.equals("PATH"));
      own.putAll(
          Map.of(
              "TZ", "UTC",
              "HOME", home.toString(),
              "DOCKER_CONFIG", home.resolve("config").toString(),
              "DOCKER_HOST", host()));
      own.putAll(env);
      var process = builder.start();
      if (!process.waitFor(PATIENCE)) {
        process.destroyForcibly();
        throw new IllegalStateException("docker " + words + " takes too long");
      }
      return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    daemon.destroy();
    try {
      if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
