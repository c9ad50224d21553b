package io.jimg.cli.manifest;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.NotFound;
import io.jimg.oci.Platform;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg manifest annotate MANIFEST_LIST MANIFEST`: says what a manifest of a list is for.
public final class ManifestAnnotateCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Words.command("annotate", "Add additional information to a local image manifest")
        .addOption(Flags.text("string", "Set architecture", "--arch"))
        .addOption(Flags.text("string", "Set operating system", "--os"))
        .addOption(Flags.words("Set operating system feature", "--os-features"))
        .addOption(Flags.text("string", "Set operating system version", "--os-version"))
        .addOption(Flags.text("string", "Set architecture variant", "--variant"));
  }

  @Override
  public String operands() {
    return "MANIFEST_LIST MANIFEST";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(2);
  }

  @Override
  public int run(Invocation call, Services services) {
    var list = Words.name(call.operand(0), "annotate: ", "manifest list");
    var manifest = Words.name(call.operand(1), "annotate: ", "manifest");
    var said =
        new Platform(
            call.text("--os"),
            call.text("--arch"),
            call.text("--variant"),
            call.text("--os-version"),
            call.texts("--os-features"));
    try {
      services.listMaker().annotate(list, manifest, said);
    } catch (NotFound e) {
      String text =
          "manifest for image " + call.operand(1) + " does not exist in " + call.operand(0);
      throw new CommandFailure(text, CommandFailure.ERROR, e);
    }
    return 0;
  }
}
