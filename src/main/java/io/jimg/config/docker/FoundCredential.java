package io.jimg.config.docker;

import io.jimg.error.GoQuote;

/// A credential and where it was found, or where it was looked for in vain.
///
/// @param source the file, helper or variable; empty where the user gave it right now
public record FoundCredential(Credential credential, String source) {

  /// Nothing, looked for nowhere.
  public static final FoundCredential NONE = new FoundCredential(Credential.ANONYMOUS, "");

  /// Whether there is nothing to introduce oneself with.
  public boolean isAnonymous() {
    return credential instanceof Credential.Anonymous;
  }

  /// How a registry was asked with it, without any secret: `as "ann" with the credentials of
  /// /home/ann/.docker/config.json`.
  public String introduction() {
    return switch (credential) {
      case Credential.Anonymous() ->
          "anonymously"
              + (source.isEmpty() ? "" : ", since " + source + " has no credentials for it");
      case Credential.Basic(var user, _) ->
          "as " + GoQuote.quote(user) + from(" with the credentials of ");
      case Credential.IdentityToken _ -> "with the identity token" + from(" of ");
      case Credential.RegistryToken _ -> "with the registry token" + from(" of ");
    };
  }

  private String from(String how) {
    return source.isEmpty() ? "" : how + source;
  }
}
