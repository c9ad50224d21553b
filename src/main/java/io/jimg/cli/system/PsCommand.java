package io.jimg.cli.system;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.FilterArguments;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.error.NotFound;
import io.jimg.output.list.ContainerRows;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg ps`, `jimg container ls`: there are no containers, which is what tools that ask want to
/// know.
public final class PsCommand implements Command {

  private static final String[] FILTERS = {
    "ancestor",
    "before",
    "exited",
    "expose",
    "health",
    "id",
    "is-task",
    "isolation",
    "label",
    "name",
    "network",
    "publish",
    "since",
    "status",
    "volume"
  };

  private static final List<String> STATES =
      List.of("created", "running", "paused", "restarting", "removing", "exited", "dead");
  private static final List<String> HEALTHS = List.of("none", "starting", "healthy", "unhealthy");

  @Override
  public CommandSpec spec() {
    return Flags.command("ps", "List containers")
        .addOption(Flags.flag("Show all containers (default shows just running)", "-a", "--all"))
        .addOption(Flags.filter("Filter output based on conditions provided", "-f", "--filter"))
        .addOption(Flags.formatOfList())
        .addOption(
            Flags.numberOr(
                -1, "Show n last created containers (includes all states)", "-n", "--last"))
        .addOption(
            Flags.flag("Show the latest created container (includes all states)", "-l", "--latest"))
        .addOption(Flags.flag("Don't truncate output", "--no-trunc"))
        .addOption(Flags.flag("Only display container IDs", "-q", "--quiet"))
        .addOption(Flags.flag("Display total file sizes", "-s", "--size"));
  }

  @Override
  public int run(Invocation call, Services services) {
    String typed = call.text("--format");
    String format = typed.isEmpty() ? services.config().psFormat() : typed;
    boolean quiet = call.flag("--quiet");
    if (quiet && !typed.isEmpty()) {
      services
          .err()
          .println("WARNING: Ignoring custom format, because both --format and --quiet are set.");
    }
    if (!format.isEmpty()) {
      ContainerRows.check(format);
    }
    asEngine(
        () -> {
          refuseUnknown(new FilterArguments(call.texts("--filter")));
          return 0;
        });
    if (!quiet) {
      ContainerRows.print(format, call.flag("--size"), services.text());
    }
    return 0;
  }

  /// @throws JimgException for what Docker's engine refuses before it looks at a container
  private static void refuseUnknown(FilterArguments filters) {
    filters.allowOnly(FILTERS);
    for (String code : filters.all("exited")) {
      FilterArguments.number("exited", code);
    }
    refuseOthers(filters, "status", "state", STATES);
    filters.bool("is-task");
    refuseOthers(filters, "health", "health", HEALTHS);
    for (String key : new String[] {"before", "since"}) {
      for (String container : filters.all(key)) {
        throw new NotFound("No such container: " + container);
      }
    }
  }

  private static void refuseOthers(
      FilterArguments filters, String key, String what, List<String> known) {
    for (String value : filters.all(key)) {
      if (!known.contains(value)) {
        String wanted = "must be one of " + String.join(", ", known);
        throw new InvalidInput(
            "invalid filter '"
                + key
                + "="
                + value
                + "': invalid value for "
                + what
                + " ("
                + value
                + "): "
                + wanted);
      }
    }
  }
}
