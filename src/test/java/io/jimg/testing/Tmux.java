package io.jimg.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A terminal with a shell script in it, and what can be seen on its screen.
public final class Tmux implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String program;
  private final Path socket;

  private Tmux(String program, Path socket) {
    this.program = program;
    this.socket = socket;
  }

  /// Runs `script` on a terminal of that size, and `exit N` stands below what it left. Without tmux
  /// the test is skipped, or fails where peers are required.
  ///
  /// @param directory empty, for what belongs to the terminal
  public static Tmux start(
      Path directory, int columns, int rows, Map<String, String> env, String script) {
    try {
      var settings = Files.writeString(directory.resolve("tmux.conf"), "set -g status off\n");
      var text = new StringBuilder("trap : INT\n"); // Ctrl-C is not for the script
      env.forEach(
          (name, value) -> text.append("export ").append(name).append("='" + value + "'\n"));
      text.append(script).append("\necho exit $?\nexec sleep 600\n");
      var file = Files.writeString(directory.resolve("script"), text);
      var tmux = new Tmux(Peers.program("tmux"), directory.resolve("tmux"));
      tmux.command(
          "-u",
          "-f",
          settings.toString(),
          "new-session",
          "-d",
          "-x",
          Integer.toString(columns),
          "-y",
          Integer.toString(rows),
          "/bin/sh " + file);
      return tmux;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String command(String... words) {
    var command = new ArrayList<>(List.of(program, "-S", socket.toString()));
    command.addAll(List.of(words));
    var env = Map.of("LC_ALL", "C.UTF-8", "TERM", "xterm-256color");
    return Shell.run(env, command.toArray(String[]::new)).orThrow();
  }

  /// What a person sees, line by line, with what has scrolled off the screen above it; without the
  /// blanks at the ends.
  public String screen() {
    return command("capture-pane", "-p", "-S", "-").stripTrailing();
  }

  /// The screen as soon as it is as the test wants it.
  public String await(Predicate<String> wanted) {
    var deadline = Instant.now().plus(PATIENCE);
    String screen = screen();
    while (!wanted.test(screen)) {
      if (Instant.now().isAfter(deadline)) {
        return fail("not on the screen:\n" + screen);
      }
      pause(50);
      screen = screen();
    }
    return screen;
  }

  /// The screen when the script has ended.
  public String awaitEnd() {
    return await(screen -> screen.matches("(?s).*exit \\d+"));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Presses a key, by tmux's name for it: `C-c`, `Enter`, or text.
  public void press(String... keys) {
    var words = new ArrayList<>(List.of("send-keys"));
    words.addAll(List.of(keys));
    command(words.toArray(String[]::new));
  }

  public void resize(int columns, int rows) {
    command("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    pause(600); // tmux tells the program a quarter of a second later
  }

  @Override
  public void close() {
    Shell.run(program, "-S", socket.toString(), "kill-server");
  }
}
