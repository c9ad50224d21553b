package io.jimg.cli;

import picocli.CommandLine.Model.CommandSpec;

/// `jimg version`
final class VersionCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("version", "Show the jimg version information")
        .addOption(Flags.formatOfOne());
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public Arity arity() {
    return Arity.NONE;
  }

  @Override
  public int run(Invocation call, Services services) {
    services.out().println(Dispatcher.VERSION);
    return 0;
  }
}
