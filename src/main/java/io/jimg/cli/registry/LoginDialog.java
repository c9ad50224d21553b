package io.jimg.cli.registry;

import static io.jimg.cli.frame.failure.CommandFailure.ERROR;

import io.jimg.cli.frame.Prompt;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.config.docker.Credential.Basic;
import io.jimg.config.docker.CredentialStore;
import io.jimg.output.Note;
import java.util.Set;

/// Asks for what a login still needs, as Docker does where its web-based login is switched off.
final class LoginDialog {

  private static final Set<String> OFF = Set.of("0", "f", "F", "FALSE", "false", "False");

  private final boolean hub;
  private final Services services;

  LoginDialog(String registry, Services services) {
    this.hub = CredentialStore.isHub(registry);
    this.services = services;
  }

  /// @param user as given; empty to be asked
  /// @param password as given; empty to be asked
  /// @param usual who it was the last time, to be taken for an empty answer
  /// @throws CommandFailure where there is nobody to ask, or no answer
  Basic complete(String user, String password, String usual) {
    if ((user.isEmpty() || password.isEmpty()) && !services.context().terminal().in()) {
      throw new CommandFailure(
          "Error: Cannot perform an interactive login from a non TTY device", ERROR);
    }
    String name = user.strip().isEmpty() ? askForUser(usual.strip()) : user.strip();
    String secret = password.strip().isEmpty() ? askForPassword() : password.strip();
    return new Basic(name, secret);
  }

  private String askForUser(String usual) {
    if (hub) {
      services
          .out()
          .println(
              "Log in with your Docker ID or email address to push and pull images from Docker"
                  + " Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to"
                  + " create one.");
      if (!OFF.contains(services.context().variable("DOCKER_CLI_HINTS"))) {
        services
            .out()
            .println(
                "You can log in with your password or a Personal Access Token (PAT). Using a"
                    + " limited-scope PAT grants better security and is required for"
                    + " organizations using SSO. Learn more at"
                    + " https://docs.docker.com/go/access-tokens/\n");
      }
    }
    String question = usual.isEmpty() ? "Username: " : "Username (" + usual + "): ";
    String answer = Prompt.line(question, services);
    String user = answer.isEmpty() ? usual : answer;
    if (user.isEmpty()) {
      throw new CommandFailure("Error: Non-null Username Required", ERROR);
    }
    return user;
  }

  private String askForPassword() {
    if (hub) {
      String remark =
          "A Personal Access Token (PAT) can be used instead.\nTo create a PAT, visit "
              + Note.link("https://app.docker.com/settings")
              + "\n\n";
      Remarks.say(Note.INFO, remark, services);
    }
    String password = Prompt.secret("Password: ", services);
    services.out().println();
    services.out().flush();
    if (password.isEmpty()) {
      throw new CommandFailure("Error: Password Required", ERROR);
    }
    return password;
  }
}
