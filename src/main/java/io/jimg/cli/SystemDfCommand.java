package io.jimg.cli;

import static io.jimg.cli.CommandFailure.asEngine;

import io.jimg.image.DiskUsageCounter;
import io.jimg.output.DiskUsageReport;
import io.jimg.output.table.ListFormat;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg system df`
final class SystemDfCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("df", "Show jimg disk usage")
        .addOption(Flags.formatOfList())
        .addOption(Flags.flag("Show detailed information on space usage", "-v", "--verbose"));
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
