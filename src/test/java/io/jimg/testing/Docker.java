package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The real docker, command by command.
public final class Docker {

  /// What a command left behind; both outputs without their last line end.
  public record Result(int status, String out, String err) {}

  private Docker() {}

  /// Skips the test, or fails it, when there is no Docker.
  public static void require() {
    Peers.docker();
  }

  public static Result run(String... arguments) {
    return run(new byte[0], arguments);
  }

  /// Runs `docker ARGUMENTS` with `in` on its standard input.
  public static Result run(byte[] in, String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).start();
      var feeder = Thread.ofVirtual().start(() -> feed(process, in));
      var err = new ArrayList<byte[]>();
      var listener = Thread.ofVirtual().start(() -> err.add(readAll(process)));
      String out = text(process.getInputStream().readAllBytes());
      int status = process.waitFor();
      feeder.join();
      listener.join();
      return new Result(status, out, text(err.getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// A docker that has heard enough closes its input.
  private static void feed(Process process, byte[] in) {
    try (var to = process.getOutputStream()) {
      to.write(in);
    } catch (IOException _) {
      // Its exit status and its error output say why.
    }
  }

  private static byte[] readAll(Process process) {
    try {
      return process.getErrorStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] output) {
    return new String(output, UTF_8).stripTrailing();
  }
}
