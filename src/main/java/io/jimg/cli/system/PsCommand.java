package io.jimg.cli.system;

import io.jimg.cli.frame.Arity;
import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Flags;
import io.jimg.cli.frame.Invocation;
import io.jimg.cli.frame.Services;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg ps`, `jimg container ls`: there are no containers, which is what tools that ask want to
/// know.
public final class PsCommand implements Command {

  private static final String HEADER =
      "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES";

  @Override
  public CommandSpec spec() {
    return Flags.command("ps", "List containers")
        .addOption(Flags.flag("Show all containers (default shows just running)", "-a", "--all"))
        .addOption(Flags.filter("Filter output based on conditions provided", "-f", "--filter"))
        .addOption(Flags.formatOfList())
        .addOption(
            Flags.number("Show n last created containers (includes all states)", "-n", "--last"))
        .addOption(
            Flags.flag("Show the latest created container (includes all states)", "-l", "--latest"))
        .addOption(Flags.flag("Don't truncate output", "--no-trunc"))
        .addOption(Flags.flag("Only display container IDs", "-q", "--quiet"))
        .addOption(Flags.flag("Display total file sizes", "-s", "--size"));
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
    String format = call.text("--format");
    if (!call.flag("--quiet") && (format.isEmpty() || format.equals("table"))) {
      services.out().println(call.flag("--size") ? HEADER + "     SIZE" : HEADER);
    }
    return 0;
  }
}
