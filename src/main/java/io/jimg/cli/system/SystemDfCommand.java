package io.jimg.cli.system;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.image.DiskUsageCounter;
import io.jimg.output.list.DiskUsageReport;
import io.jimg.output.table.ListFormat;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg system df`
public final class SystemDfCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("df", "Show jimg disk usage")
        .addOption(Flags.formatOfList())
        .addOption(Flags.flag("Show detailed information on space usage", "-v", "--verbose"));
  }

  @Override
  public int run(Invocation call, Services services) {
    String format = call.text("--format");
    var report =
        new DiskUsageReport(format.isEmpty() ? ListFormat.TABLE : format, services.rowStyle(false));
    var usage = asEngine(() -> new DiskUsageCounter(services.store()).count());
    if (call.flag("--verbose")) {
      report.printImages(usage, services.text());
    } else {
      report.print(usage, services.text());
    }
    return 0;
  }
}
