package io.jimg.cli;

import java.io.PrintStream;
import java.nio.file.Path;

/// What commands work with, opened when first asked for and closed with the command.
final class Services implements AutoCloseable {

  private final CommandContext context;
  private final GlobalOptions options;

  Services(CommandContext context, GlobalOptions options) {
    this.context = context;
    this.options = options;
  }

  CommandContext context() {
    return context;
  }

  PrintStream out() {
    return context.out();
  }

  PrintStream err() {
    return context.err();
  }

  /// Where the store is (docs/store.md): `--root`, `$JIMG_ROOT`, `$XDG_DATA_HOME/jimg`,
  /// `~/.local/share/jimg`.
  Path root() {
    if (options.root() != null) {
      return context.directory().resolve(options.root());
    }
    if (!context.variable("JIMG_ROOT").isEmpty()) {
      return context.directory().resolve(context.variable("JIMG_ROOT"));
    }
    if (!context.variable("XDG_DATA_HOME").isEmpty()) {
      return Path.of(context.variable("XDG_DATA_HOME"), "jimg");
    }
    var home = context.home();
    if (home == null) {
      throw new CommandFailure(
          "cannot tell where the image store is: set HOME or JIMG_ROOT, or give --root",
          CommandFailure.ERROR);
    }
    return home.resolve(".local/share/jimg");
  }

  @Override
  public void close() {}
}
