package io.jimg.config.docker;

/// How to introduce oneself to a registry. No case prints its secret.
public sealed interface Credential {

  Credential ANONYMOUS = new Anonymous();

  /// No introduction.
  record Anonymous() implements Credential {}

  record Basic(String username, String password) implements Credential {

    @Override
    public String toString() {
      return "Basic[username=" + username + ", password=***]";
    }
  }

  /// A refresh token that a token server gave out in place of the password.
  ///
  /// @param username may be empty
  record IdentityToken(String username, String token) implements Credential {

    @Override
    public String toString() {
      return "IdentityToken[username=" + username + ", token=***]";
    }
  }

  /// A bearer token for the registry itself, sent as it is.
  record RegistryToken(String token) implements Credential {

    @Override
    public String toString() {
      return "RegistryToken[token=***]";
    }
  }
}
