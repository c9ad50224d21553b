package io.jimg.cli.registry;

import io.jimg.cli.frame.Services;
import io.jimg.config.docker.CredentialStore;
import io.jimg.output.Note;

/// What is said beside a login or logout, on standard error.
final class Remarks {

  private Remarks() {}

  static void sayThatTheEnvironmentRules(CredentialStore credentials, Services services) {
    if (credentials.environmentRules()) {
      String remark =
          """
          DOCKER_AUTH_CONFIG is set and takes precedence.
          Unset DOCKER_AUTH_CONFIG to restore the CLI auth behaviour.
          """;
      say(Note.WARNING, remark, services);
    }
  }

  static void say(Note note, String remark, Services services) {
    services.err().print(note.text(remark, services.context().terminal().err()));
  }
}
