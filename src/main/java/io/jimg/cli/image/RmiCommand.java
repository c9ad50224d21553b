package io.jimg.cli.image;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.error.NotFound;
import io.jimg.oci.Platform;
import io.jimg.output.RemovalReport;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg rmi [-f] [--platform OS/ARCH] IMAGE...`
public final class RmiCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("rmi", "Remove one or more images")
        .addOption(Flags.flag("Force removal of the image", "-f", "--force"))
        .addOption(Flags.flag("Do not delete untagged parents", "--no-prune"))
        .addOption(
            Flags.words(
                "Remove only the given platform variant. Formatted as \"os[/arch[/variant]]\""
                    + " (e.g., \"linux/amd64\")",
                "--platform"));
  }

  @Override
  public String operands() {
    return "IMAGE [IMAGE...]";
  }

  @Override
  public Arity arity() {
    return Arity.AT_LEAST_ONE;
  }

  @Override
  public Operand operandKind(int index) {
    return Operand.LOCAL_IMAGE;
  }

  /// Each operand by itself; what failed is said at the end. With `-f` an image that is not there
  /// is
  /// no failure, but still said.
  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    boolean force = call.flag("--force");
    var platforms = new ArrayList<Platform>();
    for (String platform : call.texts("--platform")) {
      platforms.add(Platform.parse(platform, services.host()));
    }
    var failures = new ArrayList<CommandFailure>();
    boolean fatal = false;
    for (String image : call.operands()) {
      try {
        if (image.isEmpty()) {
          throw new NotFound("page not found");
        }
        if (platforms.size() > 1) {
          throw new InvalidInput("multiple platforms are not supported");
        }
        @Nullable Platform wanted = platforms.isEmpty() ? null : platforms.getFirst();
        var removals = services.remover().remove(image, force, wanted);
        services.out().print(RemovalReport.removed(removals));
      } catch (JimgException e) {
        fatal |= !(force && e instanceof NotFound);
        failures.add(CommandFailure.ofEngine(e));
      }
    }
    services.tell(failures);
    return fatal ? CommandFailure.ERROR : 0;
  }
}
