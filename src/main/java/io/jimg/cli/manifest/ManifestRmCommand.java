package io.jimg.cli.manifest;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.JimgException;
import java.util.ArrayList;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg manifest rm MANIFEST_LIST...`: each by itself, and what failed is said at the end.
public final class ManifestRmCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Words.command("rm", "Delete one or more manifest lists from local storage");
  }

  @Override
  public String operands() {
    return "MANIFEST_LIST [MANIFEST_LIST...]";
  }

  @Override
  public Arity arity() {
    return Arity.AT_LEAST_ONE;
  }

  @Override
  public int run(Invocation call, Services services) {
    var failures = new ArrayList<String>();
    var lists = services.listMaker();
    for (String list : call.operands()) {
      try {
        lists.remove(Words.name(list));
      } catch (JimgException e) {
        failures.add(e.sentence());
      }
    }
    return services.report(failures);
  }
}
