package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.frame.CommandContext;
import io.jimg.cli.frame.PromptGuard;
import io.jimg.cli.frame.Terminal;
import io.jimg.oci.Platform;
import io.jimg.output.info.Machine;
import io.jimg.output.units.LocalZone;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Opens the dispatcher, which is private to its package, to tests elsewhere.
public final class CliHarness {

  private static final Machine MACHINE =
      new Machine("6.1.0", "Test OS 1", "1", "x86_64", 2, 4L << 30, "host");

  private CliHarness() {}

  private static byte @Nullable [] content(String path) {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      return null;
    }
  }

  public static Cli.Result run(
      byte[] input, List<String> words, Map<String, String> env, Path home) {
    return run(input, words, env, home, LocalStore::open);
  }

  /// Runs on stores that are opened in a way of the test's own.
  public static Cli.Result run(
      byte[] input,
      List<String> words,
      Map<String, String> env,
      Path home,
      Function<Path, LocalStore> stores) {
    return run(input, words, env, home, stores, Terminal.NONE);
  }

  /// Runs with somebody who types `input` on a terminal.
  ///
  /// @param echoes told before each answer whether the terminal shows it, and after it
  public static Cli.Result typing(
      byte[] input,
      List<String> words,
      Map<String, String> env,
      Path home,
      Consumer<String> echoes) {
    PromptGuard guard =
        echo -> {
          echoes.accept(echo ? "shown" : "hidden");
          return () -> echoes.accept("done");
        };
    var terminal = new Terminal(true, false, false, () -> 80, guard);
    return run(input, words, env, home, LocalStore::open, terminal);
  }

  private static Cli.Result run(
      byte[] input,
      List<String> words,
      Map<String, String> env,
      Path home,
      Function<Path, LocalStore> stores,
      Terminal terminal) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var context =
        new CommandContext(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            env,
            home,
            home,
            null,
            Clock.systemUTC(),
            new LocalZone(env.get("TZ"), CliHarness::content),
            () -> new Platform("linux", "amd64", ""),
            () -> MACHINE,
            stores,
            terminal);
    int status = Dispatcher.run(words, context);
    context.out().flush();
    return new Cli.Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
