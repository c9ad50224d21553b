package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// Somebody at a terminal of a test's own (made by script(1)), in which one line runs in a shell:
/// waits for what appears there and types. SIGINT has its default effect there, also where whoever
/// runs the tests ignores it.
public final class Typist implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 60_000;
  private static final int PAUSE_MILLIS = 20;

  private final Process process;
  private final OutputStream keys;
  private final StringBuilder screen = new StringBuilder();
  private int seen;

  /// @param env added to ours
  public Typist(Map<String, String> env, String line) {
    var builder =
        new ProcessBuilder(
                "env", "--default-signal=INT", Peers.program("script"), "-qec", line, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().putAll(env);
    builder.environment().put("SHELL", "/bin/sh");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keys = process.getOutputStream();
    Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    byte[] buffer = new byte[8192];
    try (var out = process.getInputStream()) {
      for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
        show(new String(buffer, 0, count, UTF_8));
      }
    } catch (IOException e) {
      show(e.toString());
    }
  }

  private void show(String text) {
    synchronized (screen) {
      screen.append(text);
    }
  }

  /// Waits until `text` appears behind what was awaited before.
  public Typist await(String text) {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (screen().indexOf(text, seen) < 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + text + " in " + screen());
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    seen = screen().indexOf(text, seen) + text.length();
    return this;
  }

  public Typist type(String text) {
    try {
      keys.write(text.getBytes(UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// All that has appeared, with the terminal's line ends.
  public String screen() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  /// Asks the programs of that name to end (SIGTERM).
  public Typist end(String program) {
    process
        .descendants()
        .filter(one -> one.info().command().orElse("").endsWith("/" + program))
        .forEach(ProcessHandle::destroy);
    return this;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
