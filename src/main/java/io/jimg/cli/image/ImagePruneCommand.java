package io.jimg.cli.image;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Confirmation;
import io.jimg.cli.frame.PruneArguments;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.JimgException;
import io.jimg.output.RemovalReport;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg image prune`
public final class ImagePruneCommand implements Command {

  private static final String ALL =
      """
      WARNING! This will remove all images without at least one container associated to them.
      Are you sure you want to continue?\
      """;

  private static final String DANGLING =
      """
      WARNING! This will remove all dangling images.
      Are you sure you want to continue?\
      """;

  @Override
  public CommandSpec spec() {
    return Flags.command("prune", "Remove unused images")
        .addOption(Flags.flag("Remove all unused images, not just dangling ones", "-a", "--all"))
        .addOption(Flags.dryRun())
        .addOption(Flags.filter("Provide filter values (e.g. \"until=<timestamp>\")", "--filter"))
        .addOption(Flags.flag("Do not prompt for confirmation", "-f", "--force"));
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    boolean all = call.flag("--all");
    var arguments = PruneArguments.of(call, services);
    arguments.add("dangling", all ? "false" : "true");
    boolean dryRun = call.flag(Flags.DRY_RUN);
    if (!dryRun && !call.flag("--force") && !Confirmation.given(all ? ALL : DANGLING, services)) {
      return 0;
    }
    try {
      var filter = PruneArguments.filter(arguments, services);
      services
          .out()
          .print(
              dryRun
                  ? RemovalReport.wouldPrune(services.pruner().preview(filter))
                  : RemovalReport.pruned(services.pruner().prune(filter)));
    } catch (JimgException e) {
      throw CommandFailure.ofEngine(e);
    }
    return 0;
  }
}
