package io.jimg.cli.system;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.JimgException;
import io.jimg.image.check.CheckResult;
import io.jimg.image.check.Repair;
import io.jimg.image.check.StoreCheck;
import io.jimg.output.CheckReport;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg system check`: whether the store is sound. No command of Docker's.
public final class SystemCheckCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("check", "Check the image store, and repair it")
        .addOption(Flags.flag("Read everything, and unpack every layer", "--deep"))
        .addOption(Flags.text("string", "'json': Print in JSON format", "--format"))
        .addOption(Flags.flag("Fetch what is damaged from where it came from", "--repair"));
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    String format = call.text("--format");
    if (!format.isEmpty() && !format.equals("json")) {
      throw new CommandFailure(
          "unknown format \"" + format + "\": system check knows json", CommandFailure.ERROR);
    }
    try {
      var result = check(call, services);
      services.out().print(format.isEmpty() ? CheckReport.text(result) : CheckReport.json(result));
      return result.isSound() ? 0 : CommandFailure.ERROR;
    } catch (JimgException e) {
      throw CommandFailure.ofEngine(e);
    }
  }

  private static CheckResult check(Invocation call, Services services) throws InterruptedException {
    var repair = call.flag("--repair") ? new Repair(services.registry(), services.store()) : null;
    return new StoreCheck(services.store(), services.progress()).check(call.flag("--deep"), repair);
  }
}
