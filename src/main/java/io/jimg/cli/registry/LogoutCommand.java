package io.jimg.cli.registry;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.config.docker.CredentialStore;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg logout [SERVER]`
public final class LogoutCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command(
        "logout",
        "Log out from a registry.\n"
            + "If no server is specified, the default is defined by the daemon.",
        "Log out from a registry");
  }

  @Override
  public String operands() {
    return "[SERVER]";
  }

  @Override
  public Arity arity() {
    return Arity.AT_MOST_ONE;
  }

  @Override
  public int run(Invocation call, Services services) {
    var credentials = services.credentials();
    Remarks.sayThatTheEnvironmentRules(credentials, services);
    String server = call.operandOrEmpty(0);
    String shown = server.isEmpty() ? CredentialStore.HUB_KEY : CredentialStore.hostOf(server);
    services.out().println("Removing login credentials for " + shown);
    services.out().flush();
    var failures = credentials.eraseAll(server);
    if (!failures.isEmpty()) {
      services.err().println("WARNING: could not erase credentials:");
      failures.forEach((key, why) -> services.err().println(key + ": " + why));
    }
    return 0;
  }
}
