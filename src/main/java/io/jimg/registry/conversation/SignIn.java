package io.jimg.registry.conversation;

import io.jimg.config.docker.Credential;
import io.jimg.config.docker.FoundCredential;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.answer.Attempts;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.settings.KnownRealms;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.transport.Destination;
import io.jimg.registry.transport.Wire;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Asks a registry whether it takes a user's password (`GET /v2/`), and its token server for
/// something to keep in its place.
final class SignIn {

  private final Conversation conversation;
  private final Wire wire;
  private final RegistrySettings settings;

  SignIn(Conversation conversation, Wire wire, RegistrySettings settings) {
    this.conversation = conversation;
    this.wire = wire;
    this.settings = settings;
  }

  /// What to keep: the identity token where the registry's token server gives one, else the
  /// password. A registry that asks for nothing takes every password, as with Docker.
  ///
  /// @throws RegistryFailure with status 401 when the user is not welcome
  Credential as(Credential.Basic user, String domain) {
    var identity = new AtomicReference<@Nullable String>();
    var tokens = new TokenServer(wire, settings, identity::set);
    var given = new FoundCredential(user, "");
    var authenticator =
        new TokenAuthenticator(tokens, settings.clock(), _ -> given, KnownRealms.NONE);
    requireWelcome(conversation.as(authenticator), Ask.get(domain, "/v2/", Scope.NONE));
    String token = identity.get();
    return token == null ? user : new Credential.IdentityToken(user.username(), token);
  }

  private void requireWelcome(Conversation conversation, Ask ask) {
    var answer =
        Attempts.run(
            settings.retry(),
            () -> {
              try (var response = conversation.send(ask, settings.timeouts().whole())) {
                return response.code() == 200
                    ? new Answer.Accepted<>(Destination.shown(response.request().url()))
                    : new Answer.Refused<String>(Refusal.of(response, settings.clock().instant()));
              }
            });
    if (answer instanceof Answer.Refused<String>(var refusal)) {
      var root = conversation.root(ask.domain());
      throw new RegistryFailure(
              "login attempt to "
                  + (root == null ? ask.domain() + "/" : Destination.shown(root))
                  + "v2/ failed with status: "
                  + refusal.statusLine(),
              refusal.status(),
              "", // as with Docker, only a token server says that a user is not known
              null)
          .in(refusal.circumstances());
    }
  }
}
