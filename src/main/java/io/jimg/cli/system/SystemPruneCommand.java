package io.jimg.cli.system;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Confirmation;
import io.jimg.cli.frame.PruneArguments;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.FilterArguments;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.JimgException;
import io.jimg.output.RemovalReport;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg system prune`: of what Docker prunes, images are all that there is here.
public final class SystemPruneCommand implements Command {

  private static final String ALL_IMAGES =
      "all images without at least one container associated to them";

  @Override
  public CommandSpec spec() {
    return Flags.command("prune", "Remove unused data")
        .addOption(Flags.flag("Remove all unused images not just dangling ones", "-a", "--all"))
        .addOption(Flags.dryRun())
        .addOption(Flags.filter("Provide filter values (e.g. \"label=<key>=<value>\")", "--filter"))
        .addOption(Flags.flag("Do not prompt for confirmation", "-f", "--force"))
        .addOption(Flags.flag("Prune anonymous volumes", "--volumes"));
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    boolean all = call.flag("--all");
    boolean volumes = call.flag("--volumes");
    var arguments = PruneArguments.of(call, services);
    if (volumes && !arguments.all("until").isEmpty()) {
      throw new CommandFailure(
          "ERROR: The \"until\" filter is not supported with \"--volumes\"", CommandFailure.ERROR);
    }
    boolean dryRun = call.flag(Flags.DRY_RUN);
    if (!dryRun
        && !call.flag("--force")
        && !Confirmation.given(question(all, volumes, arguments), services)) {
      return 0;
    }
    try {
      arguments.add("dangling", all ? "false" : "true");
      var filter = PruneArguments.filter(arguments, services);
      services
          .out()
          .print(
              dryRun
                  ? RemovalReport.wouldPrune(services.pruner().previewAll(filter))
                  : RemovalReport.pruned(services.pruner().pruneAll(filter)));
    } catch (JimgException e) {
      throw CommandFailure.ofEngine(e);
    }
    return 0;
  }

  private static String question(boolean all, boolean volumes, FilterArguments arguments) {
    var text = new StringBuilder("WARNING! This will remove:\n");
    text.append("  - all stopped containers\n");
    text.append("  - all networks not used by at least one container\n");
    if (volumes) {
      text.append("  - all anonymous volumes not used by at least one container\n");
    }
    text.append("  - ").append(all ? ALL_IMAGES : "all dangling images").append('\n');
    text.append("  - ").append(all ? "all build cache" : "unused build cache").append('\n');
    var filters = arguments.shown("label", "label!", "until");
    if (!filters.isEmpty()) {
      text.append("\n  Items to be pruned will be filtered with:\n");
      filters.forEach(filter -> text.append("  - ").append(filter).append('\n'));
    }
    return text.append("\nAre you sure you want to continue?").toString();
  }
}
