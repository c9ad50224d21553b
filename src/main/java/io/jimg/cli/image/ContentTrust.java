package io.jimg.cli.image;

import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Invocation;
import java.util.Set;

/// Signatures are neither checked nor made here, so whoever insists on them must not be served as
/// if they were.
final class ContentTrust {

  static final String FLAG = "--disable-content-trust";

  private static final Set<String> OFF = Set.of("0", "f", "F", "FALSE", "false", "False");

  private ContentTrust() {}

  /// As in Docker the flag beats the variable, which is on unless it says off.
  ///
  /// @param wayOut what the user can do
  static void refuse(Invocation call, Services services, String wayOut) {
    String variable = services.context().variable("DOCKER_CONTENT_TRUST");
    boolean trust =
        call.given(FLAG) ? !call.flag(FLAG) : !variable.isEmpty() && !OFF.contains(variable);
    if (trust) {
      throw new CommandFailure("content trust is not supported: " + wayOut, CommandFailure.ERROR);
    }
  }
}
