package io.jimg.registry.conversation;

import io.jimg.config.docker.Credential;
import io.jimg.config.docker.FoundCredential;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.answer.Attempts;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.transport.Destination;
import io.jimg.registry.transport.Question;
import io.jimg.registry.transport.TransportErrors;
import io.jimg.registry.transport.Wire;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// Buys tokens from the servers that registries name (distribution, "Token Authentication" and
/// "OAuth2 Token Authentication").
final class TokenServer {

  private static final int TOKEN_LIMIT = 1 << 20;
  private static final int MOST_REDIRECTS = 3;

  /// Docker's: a refresh token is bound to the client it was given to (RFC 6749, section 10.4), and
  /// the one in config.json may have been given to Docker, or be used by it next.
  private static final String CLIENT = "docker";

  private final Wire wire;
  private final RegistrySettings settings;
  private final InstantSource clock;
  private final @Nullable Consumer<String> refreshTokens;

  /// @param question names the registry that named the realm
  record Order(Question question, String realm, String service, List<String> scopes) {

    Order showing(FoundCredential credential) {
      return new Order(question.showing(credential), realm, service, scopes);
    }

    HttpUrl registry() {
      return question.registry();
    }
  }

  TokenServer(Wire wire, RegistrySettings settings) {
    this(wire, settings, null);
  }

  /// @param refreshTokens takes what the server gives in place of a password, for which it is
  /// asked;
  ///     null where nobody would keep it
  TokenServer(Wire wire, RegistrySettings settings, @Nullable Consumer<String> refreshTokens) {
    this.wire = wire;
    this.settings = settings;
    this.clock = settings.clock();
    this.refreshTokens = refreshTokens;
  }

  /// The same, asking once only.
  TokenServer once() {
    return new TokenServer(wire, settings.withRetry(settings.retry().once()), refreshTokens);
  }

  /// @throws RegistryFailure with the server's text when it refuses
  Token buy(Order wanted, FoundCredential found) {
    var order = wanted.showing(found);
    var credential = found.credential();
    var realm = Destination.realm(order.registry(), order.realm());
    var answer =
        switch (credential) {
          case Credential.Basic basic -> byPassword(order, realm, basic);
          case Credential.IdentityToken(_, var token) ->
              ask(order, post(realm, form(order, "refresh_token").add("refresh_token", token)));
          case Credential.Anonymous(), Credential.RegistryToken(_) ->
              ask(order, get(order, realm, "").build());
        };
    return switch (answer) {
      case Answer.Accepted<Token>(var token) -> token;
      case Answer.Refused<Token>(var refusal) -> throw refusal.failure();
    };
  }

  /// Asks as Docker does, and where a server knows only OAuth2, as that wants it.
  private Answer<Token> byPassword(Order order, HttpUrl realm, Credential.Basic basic) {
    String shown = Credentials.basic(basic.username(), basic.password(), StandardCharsets.UTF_8);
    var request = get(order, realm, basic.username()).header("Authorization", shown).build();
    var answer = ask(order, request);
    if (answer instanceof Answer.Refused<Token>(var refusal)
        && (refusal.status() == 404 || refusal.status() == 405)) {
      var form = form(order, "password").add("username", basic.username());
      return ask(order, post(realm, form.add("password", basic.password())));
    }
    return answer;
  }

  private Answer<Token> ask(Order order, Request request) {
    return Attempts.run(settings.retry(), () -> send(order, request));
  }

  private Request.Builder get(Order order, HttpUrl realm, String account) {
    var url = realm.newBuilder();
    if (!account.isEmpty()) {
      url.setQueryParameter("account", account);
    }
    if (!order.service().isEmpty()) {
      url.setQueryParameter("service", order.service());
    }
    order.scopes().forEach(scope -> url.addQueryParameter("scope", scope));
    if (refreshTokens != null) {
      url.setQueryParameter("offline_token", "true").setQueryParameter("client_id", CLIENT);
    }
    return new Request.Builder().url(url.build());
  }

  private FormBody.Builder form(Order order, String grant) {
    var form =
        new FormBody.Builder()
            .add("grant_type", grant)
            .add("client_id", CLIENT)
            .add("service", order.service());
    if (!order.scopes().isEmpty()) {
      form.add("scope", String.join(" ", order.scopes()));
    }
    if (refreshTokens != null) {
      form.add("access_type", "offline");
    }
    return form;
  }

  private static Request post(HttpUrl realm, FormBody.Builder form) {
    return new Request.Builder().url(realm).post(form.build()).build();
  }

  private Answer<Token> send(Order order, Request request) {
    var next = request.newBuilder().tag(Question.class, order.question()).build();
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      var asked = clock.instant();
      try (var response = wire.open(next, settings.timeouts().whole())) {
        if (response.isSuccessful()) {
          return new Answer.Accepted<>(kept(Token.read(Wire.body(response, TOKEN_LIMIT), asked)));
        }
        if (!response.isRedirect() || !request.method().equals("GET")) {
          return new Answer.Refused<>(Refusal.of(response, clock.instant()));
        }
        next =
            Destination.redirectedRealm(
                order.registry(), response.request(), response.header("Location"));
      }
    }
    throw new RegistryFailure(TransportErrors.prefix(request) + "stopped after 3 redirects", null);
  }

  private Token kept(Token token) {
    String refresh = token.refreshToken();
    if (refreshTokens != null && refresh != null) {
      refreshTokens.accept(refresh);
    }
    return token;
  }
}
