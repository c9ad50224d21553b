package io.jimg.cli.frame;

import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.failure.ErrorFormat;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options before the command.
///
/// @param root where the store is; null for the default
/// @param config where config.json is; null for the default
/// @param network what is said about registries
public record GlobalOptions(
    @Nullable String root,
    @Nullable String config,
    boolean debug,
    ErrorFormat errorFormat,
    NetworkOptions network) {

  /// Flags about the daemon.
  public static final List<String> IGNORED =
      List.of(
          "--host", "--context", "--tls", "--tlscacert", "--tlscert", "--tlskey", "--tlsverify");

  /// What holds where no global flag was given.
  public static final GlobalOptions NONE =
      new GlobalOptions(null, null, false, ErrorFormat.TEXT, NetworkOptions.NONE);

  /// What holds while the flags cannot be read: even then failures are told as `words` ask for it.
  public static GlobalOptions unread(List<String> words) {
    int at = words.indexOf("--error-format");
    boolean json =
        words.contains("--error-format=json")
            || (at >= 0 && at + 1 < words.size() && words.get(at + 1).equals("json"));
    return json
        ? new GlobalOptions(null, null, false, ErrorFormat.JSON, NetworkOptions.NONE)
        : NONE;
  }

  /// The model of the flags that stand before the command.
  public static CommandSpec spec() {
    var spec = Flags.command("jimg", "Docker's image commands without Docker");
    spec.addOption(
        Flags.text(
            "string", "Location of client config files (default \"~/.docker\")", "--config"));
    spec.addOption(
        Flags.text(
            "string",
            "Accepted for Docker's sake and ignored: there is no daemon",
            "-c",
            "--context"));
    spec.addOption(Flags.flag("Enable debug mode", "-D", "--debug"));
    spec.addOption(
        Flags.text(
            "string",
            "How failures are told: \"text\", \"docker\" (without hints) or \"json\"",
            "--error-format"));
    spec.addOption(
        Flags.texts(
            "list", "Accepted for Docker's sake and ignored: there is no daemon", "-H", "--host"));
    spec.addOption(
        Flags.text(
            "string",
            "Set the logging level (\"debug\", \"info\", \"warn\", \"error\", \"fatal\") (default"
                + " \"info\")",
            "-l",
            "--log-level"));
    NetworkOptions.addTo(spec);
    spec.addOption(
        Flags.text(
            "string",
            "Location of the image store (default $JIMG_ROOT or \"~/.local/share/jimg\")",
            "--root"));
    for (String name : new String[] {"--tlscacert", "--tlscert", "--tlskey"}) {
      spec.addOption(
          Flags.text("string", "Accepted for Docker's sake and ignored: there is no daemon", name));
    }
    for (String name : new String[] {"--tls", "--tlsverify"}) {
      spec.addOption(
          Flags.flag("Accepted for Docker's sake and ignored: there is no daemon", name));
    }
    spec.addOption(Flags.flag("Print version information and quit", "-v", "--version"));
    return spec;
  }

  /// What the flags before the command say.
  public static GlobalOptions of(Invocation call) {
    String level = call.text("--log-level");
    switch (level) {
      case "", "trace", "debug", "info", "warn", "warning", "error", "fatal", "panic" -> {}
      default ->
          throw new CommandFailure("Unable to parse logging level: " + level, CommandFailure.ERROR);
    }
    if (call.given("--host") && call.given("--context")) {
      throw new CommandFailure(
          "conflicting options: cannot specify both --host and --context", CommandFailure.ERROR);
    }
    return new GlobalOptions(
        call.given("--root") ? call.text("--root") : null,
        call.given("--config") ? call.text("--config") : null,
        call.flag("--debug") || level.equals("debug"),
        ErrorFormat.of(call.text("--error-format")),
        NetworkOptions.of(call));
  }
}
