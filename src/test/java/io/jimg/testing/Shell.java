package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs real programs.
public final class Shell {

  private static final int MAX_SECONDS = 120;

  /// What a program did; both streams are in `output`.
  public record Result(int status, String output) {

    /// The output of a program that succeeded.
    public String orThrow() {
      if (status != 0) {
        throw new IllegalStateException("status " + status + ": " + output);
      }
      return output.strip();
    }
  }

  private Shell() {}

  public static Result run(String... command) {
    return run(Map.of(), command);
  }

  /// @param env added to ours
  public static Result run(Map<String, String> env, String... command) {
    try {
      var builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
      builder.environment().putAll(env);
      var process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " takes too long");
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
