package io.jimg.cli;

import io.jimg.cli.frame.CommandContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs what people run, in one JVM, so that the build can make the AOT cache of it; started by the
/// build and by nothing else. Arguments:
/// `network`, `tls`, `serve` or `local`, and a directory to work in, the same for `network`,
/// `serve` and `local`, in this order.
final class Train {

  private final Path directory;
  private final PrintStream none = new PrintStream(OutputStream.nullOutputStream());

  private Train(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Main.prepare();
    new StandardOutput().stream().flush();
    var train = new Train(Files.createDirectories(Path.of(args[1])));
    switch (args[0]) {
      case "network" -> new NetworkTraining(train).run(false);
      case "tls" -> new NetworkTraining(train).run(true);
      case "serve" -> new ServeTraining(train).run();
      case "local" -> train.local();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  Path directory() {
    return directory;
  }

  /// Where jimg's jars lie.
  Path library() {
    return Objects.requireNonNull(Main.context(none, none).library());
  }

  private void local() {
    for (String line : lines()) {
      jimg("mine", line.split(" "));
    }
  }

  private static List<String> lines() {
    return List.of(
        "--version",
        "--help",
        "nosuch",
        "images",
        "images -a --no-trunc --digests",
        "images -q",
        "images --tree",
        "images --format json",
        "images --format {{.Repository}}:{{.Tag}}",
        "images --format table{{.Repository}}:{{.Tag}}",
        "inspect image:1",
        "inspect --format {{.Id}} image:1",
        "image inspect -f {{json.Config}} image:1",
        "history image:1",
        "history -q --no-trunc image:1",
        "images --filter dangling=true",
        "images --help",
        "tag image:1 again:1",
        "rmi again:1",
        "rmi nosuch",
        "__complete im",
        "__complete rmi --fo",
        "__complete rmi image:",
        "image prune -f",
        "version");
  }

  /// Runs a command line in the store of this name, with nothing to read.
  void jimg(String store, String... words) {
    jimg(store, InputStream.nullInputStream(), words);
  }

  void jimg(String store, InputStream in, String... words) {
    jimg(store, in, none, words);
  }

  void jimg(String store, InputStream in, PrintStream out, String... words) {
    Dispatcher.run(List.of(words), context(store, in, out, Map.of()));
  }

  /// With more environment.
  void jimg(String store, Map<String, String> more, String... words) {
    var nothing = InputStream.nullInputStream();
    Dispatcher.run(List.of(words), context(store, nothing, none, more));
  }

  private CommandContext context(
      String store, InputStream in, PrintStream out, Map<String, String> more) {
    Map<String, String> env = new HashMap<>(more);
    env.put("JIMG_ROOT", directory.resolve(store).toString());
    env.put("HOME", directory.toString());
    var real = Main.context(none, none);
    return new CommandContext(
        in,
        out,
        none,
        env,
        directory,
        directory,
        real.library(),
        real.clock(),
        real.zone(),
        real.host(),
        real.machine(),
        real.stores(),
        real.terminal());
  }
}
