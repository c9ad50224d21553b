package io.jimg.cli.manifest;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg manifest create MANIFEST_LIST MANIFEST...`
public final class ManifestCreateCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Words.command(
            "create", "Create a local manifest list for annotating and pushing to a registry")
        .addOption(Flags.flag("Amend an existing manifest list", "-a", "--amend"))
        .addOption(Words.insecure("Allow communication with an insecure registry"));
  }

  @Override
  public String operands() {
    return "MANIFEST_LIST MANIFEST [MANIFEST...]";
  }

  @Override
  public boolean optionsInUsage() {
    return false;
  }

  @Override
  public Arity arity() {
    return Arity.atLeast(2);
  }

  @Override
  public boolean asksRegistries() {
    return true;
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    var operands = call.operands();
    var name = Words.name(operands.getFirst(), "", "manifest list");
    var sources = operands.subList(1, operands.size()).stream().map(Words::name).toList();
    var lookup = services.manifestLookup(sources, call.flag("--insecure"));
    services.listMaker().create(name, List.copyOf(sources), call.flag("--amend"), lookup);
    services.out().println("Created manifest list " + name);
    return 0;
  }
}
