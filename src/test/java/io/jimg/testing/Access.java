package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// Who may use a registry.
public sealed interface Access {

  /// Everybody.
  record Open() implements Access {}

  /// Whoever knows the password.
  record Basic(String user, String password) implements Access {
    String header() {
      String plain = user + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
    }
  }

  /// Whoever has a token of that server.
  record Token(TokenServer server) implements Access {}
}
