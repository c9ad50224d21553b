package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.CliHarness;
import io.jimg.store.LocalStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// jimg in this JVM: its own store, home and environment, nothing global, so tests run side by
/// side.
public final class Cli {

  /// What a command line did. What jimg adds to Docker's errors (docs/errors.md, "Hints") is not
  /// in `err`, so that Docker's text can be compared with it.
  public record Result(int status, String out, String err) {}

  private final Path home;
  private final Map<String, String> env = new HashMap<>();
  private boolean hints;
  private Function<Path, LocalStore> stores = LocalStore::open;

  /// @param home an empty directory: HOME and working directory; the store is in `store` below it
  public Cli(Path home) {
    this.home = home;
    env.put("JIMG_ROOT", home.resolve("store").toString());
    env.put("TZ", "UTC");
  }

  /// The same with a variable set.
  public Cli with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  /// The same on stores that are opened in another way.
  public Cli with(Function<Path, LocalStore> stores) {
    this.stores = stores;
    return this;
  }

  /// With hints in `err` from here on.
  public Cli withHints() {
    hints = true;
    return this;
  }

  public Path root() {
    return home.resolve("store");
  }

  public Result run(String... words) {
    return run(new byte[0], words);
  }

  /// Runs with `input` on standard input.
  public Result run(byte[] input, String... words) {
    return shown(CliHarness.run(input, Arrays.asList(words), env, home, stores));
  }

  /// Runs with somebody at a terminal who types `input`.
  ///
  /// @param echoes takes `shown` or `hidden` when an answer is awaited, and `done` after it
  public Result typing(String input, List<String> echoes, String... words) {
    byte[] bytes = input.getBytes(UTF_8);
    return shown(CliHarness.typing(bytes, Arrays.asList(words), env, home, echoes::add));
  }

  private Result shown(Result result) {
    String err = hints ? result.err() : result.err().replaceAll("(?m)^hint: .*\\n", "");
    return new Result(result.status(), result.out(), err);
  }

  /// The words of a line, cut at blanks.
  public Result line(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
    words.removeIf(String::isEmpty);
    return run(words.toArray(String[]::new));
  }

  /// Standard output of a command that must succeed.
  public String out(String... words) {
    var result = run(words);
    if (result.status() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + result);
    }
    return result.out();
  }
}
