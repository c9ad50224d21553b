package io.jimg.cli.registry;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.output.list.RemoteTagRows;
import io.jimg.output.table.ListFormat;
import io.jimg.reference.Reference;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg tags REPOSITORY`: all tags that a registry has of it, in the registry's order.
public final class TagsCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("tags", "List the tags that a registry has of a repository")
        .addOption(Flags.formatOfList())
        .addOption(Flags.flag("Only show tags", "-q", "--quiet"));
  }

  @Override
  public String operands() {
    return "REPOSITORY";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(1);
  }

  @Override
  public boolean asksRegistries() {
    return true;
  }

  @Override
  public int run(Invocation call, Services services) {
    var name = Reference.parse(call.operand(0));
    if (name.tag() != null || name.digest() != null) {
      throw new CommandFailure(
          "a repository without tag or digest is needed: " + name.familiarName(),
          CommandFailure.ERROR);
    }
    String format = call.text("--format");
    var rows =
        new RemoteTagRows(format.isEmpty() ? ListFormat.TABLE : format, call.flag("--quiet"));
    var tags = CommandFailure.asEngine(() -> services.registry().tags(name));
    rows.print(name, tags, services.text());
    return 0;
  }
}
