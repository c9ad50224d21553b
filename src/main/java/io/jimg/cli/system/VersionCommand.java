package io.jimg.cli.system;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.Version;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.BadTemplate;
import io.jimg.output.VersionView;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg version`
public final class VersionCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("version", "Show the jimg version information")
        .addOption(Flags.formatOfOne());
  }

  @Override
  public int run(Invocation call, Services services) {
    String format = call.text("--format");
    if (!format.isEmpty()) {
      try {
        VersionView.parse(format);
      } catch (BadTemplate e) {
        throw new CommandFailure(e.sentence(), CommandFailure.BAD_TEMPLATE, e);
      }
    }
    var host = services.host();
    String runtime = Version.runtime();
    var view = new VersionView(Version.NUMBER, runtime, host.os(), host.architecture());
    try {
      view.print(format, services.text());
    } catch (BadTemplate e) {
      services.out().println(); // as Docker, which has begun the line by then
      throw e;
    }
    return 0;
  }
}
