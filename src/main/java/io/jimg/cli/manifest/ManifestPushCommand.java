package io.jimg.cli.manifest;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.reference.Reference;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg manifest push [-p] MANIFEST_LIST`
public final class ManifestPushCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Words.command("push", "Push a manifest list to a repository")
        .addOption(Words.insecure("Allow push to an insecure registry"))
        .addOption(Flags.flag("Remove the local manifest list after push", "-p", "--purge"));
  }

  @Override
  public String operands() {
    return "MANIFEST_LIST";
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
  public int run(Invocation call, Services services) throws InterruptedException {
    var name = Words.name(call.operand(0));
    var pusher = services.listPusher(name, call.flag("--insecure"), there -> said(there, services));
    services.out().println(pusher.push(name, call.flag("--purge")));
    return 0;
  }

  private static void said(Reference there, Services services) {
    services.out().println("Pushed ref " + there + " with digest: " + there.digest());
    services.out().flush();
  }
}
