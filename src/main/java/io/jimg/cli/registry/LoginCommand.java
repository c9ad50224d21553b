package io.jimg.cli.registry;

import static io.jimg.cli.frame.failure.CommandFailure.ERROR;
import static io.jimg.cli.frame.failure.CommandFailure.asEngine;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.config.docker.Credential;
import io.jimg.config.docker.Credential.Basic;
import io.jimg.config.docker.CredentialStore;
import io.jimg.error.RegistryFailure;
import io.jimg.output.Note;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg login [SERVER]`: tries what is kept for the registry, then what is given or typed, and
/// keeps what the registry takes.
public final class LoginCommand implements Command {

  private static final int LONGEST_PASSWORD = 1 << 20;

  @Override
  public CommandSpec spec() {
    return Flags.command(
            "login",
            "Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.",
            "Authenticate to a registry")
        .addOption(
            Flags.text("string", "Password or Personal Access Token (PAT)", "-p", "--password"))
        .addOption(
            Flags.flag(
                "Take the Password or Personal Access Token (PAT) from stdin", "--password-stdin"))
        .addOption(Flags.text("string", "Username", "-u", "--username"));
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
  public boolean asksRegistries() {
    return true;
  }

  @Override
  public int run(Invocation call, Services services) {
    refuseContradictions(call);
    String user = call.text("--username");
    String password = call.text("--password");
    if (!password.isEmpty()) {
      services
          .err()
          .println("WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
    }
    if (call.flag("--password-stdin")) {
      password = passwordFromInput(services);
    }
    var credentials = services.credentials();
    Remarks.sayThatTheEnvironmentRules(credentials, services);
    String registry = registry(call.operandOrEmpty(0));
    boolean given = !user.isEmpty() || !password.isEmpty();
    var kept = given ? Credential.ANONYMOUS : credentials.get(registry);
    if (!(kept instanceof Basic basic && isComplete(basic) && again(registry, basic, services))) {
      var dialog = new LoginDialog(registry, services);
      signIn(registry, dialog.complete(user, password, userOf(kept)), services);
    }
    services.out().println("Login Succeeded");
    return 0;
  }

  private static void refuseContradictions(Invocation call) {
    if (call.given("--password-stdin") && call.given("--password")) {
      throw new CommandFailure(
          "conflicting options: cannot specify both --password and --password-stdin", ERROR);
    }
    if (call.given("--password-stdin") && !call.given("--username")) {
      throw new CommandFailure("the --password-stdin option requires --username to be set", ERROR);
    }
    if (call.given("--username") && call.text("--username").isEmpty()) {
      throw new CommandFailure("username is empty", ERROR);
    }
    if (call.given("--password") && call.text("--password").isEmpty()) {
      throw new CommandFailure("password is empty", ERROR);
    }
  }

  /// All of it, without the line end that most programs add.
  private static String passwordFromInput(Services services) {
    byte[] input;
    try {
      input = services.context().in().readNBytes(LONGEST_PASSWORD + 1);
    } catch (IOException e) {
      throw new CommandFailure("read /dev/stdin: " + e.getMessage(), ERROR, e);
    }
    if (input.length > LONGEST_PASSWORD) {
      throw new CommandFailure("the password is longer than 1 MiB", ERROR);
    }
    String password = new String(input, UTF_8);
    password = withoutEnd(password, "\n");
    return withoutEnd(password, "\r");
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  /// The registry as references name it.
  private static String registry(String server) {
    return CredentialStore.isHub(server) ? CredentialStore.HUB : CredentialStore.hostOf(server);
  }

  private static boolean isComplete(Basic basic) {
    return !basic.username().isEmpty() && !basic.password().isEmpty();
  }

  private static String userOf(Credential kept) {
    return switch (kept) {
      case Basic(var user, _) -> user;
      case Credential.IdentityToken(var user, _) -> user;
      case Credential.Anonymous(), Credential.RegistryToken(_) -> "";
    };
  }

  /// Whether what is kept will do.
  private static boolean again(String registry, Basic kept, Services services) {
    services
        .err()
        .println("Authenticating with existing credentials... [Username: " + kept.username() + "]");
    String remark = "To login with a different account, run 'jimg logout' followed by 'jimg login'";
    Remarks.say(Note.INFO, remark, services);
    services.err().print("\n\n");
    try {
      signIn(registry, kept, services);
      return true;
    } catch (CommandFailure e) {
      services.err().println(reason(e));
      return false;
    }
  }

  private static String reason(CommandFailure failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause instanceof RegistryFailure refusal && refusal.code().equals("UNAUTHORIZED")
        ? "Stored credentials invalid or expired"
        : "Login did not succeed, error: " + failure.text();
  }

  private static void signIn(String registry, Basic user, Services services) {
    var kept = asEngine(() -> services.registry().signIn(registry, user));
    if (services.credentials().put(registry, kept)) {
      services
          .err()
          .println(
              "\nWARNING! Your credentials are stored unencrypted in '"
                  + services.config().file()
                  + "'.\n"
                  + "Configure a credential helper to remove this warning. See\n"
                  + "https://docs.docker.com/go/credential-store/\n");
    }
  }
}
