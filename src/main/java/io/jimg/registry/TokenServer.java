package io.jimg.registry;

import io.jimg.config.Credential;
import io.jimg.error.RegistryFailure;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// Buys tokens from the servers that registries name (distribution, "Token Authentication" and
/// "OAuth2 Token Authentication").
final class TokenServer {

  private static final int TOKEN_LIMIT = 1 << 20;
  private static final int MOST_REDIRECTS = 3;

  private final Wire wire;
  private final RegistrySettings settings;
  private final InstantSource clock;

  /// @param registry root of the registry that named the realm
  record Order(HttpUrl registry, String realm, String service, List<String> scopes) {}

  TokenServer(Wire wire, RegistrySettings settings) {
    this.wire = wire;
    this.settings = settings;
    this.clock = settings.clock();
  }

  /// @throws RegistryFailure with the server's text when it refuses
  Token buy(Order order, Credential credential) {
    var realm = Destination.realm(order.registry(), order.realm());
    var request =
        switch (credential) {
          case Credential.Basic(var user, var password) ->
              get(order, realm, user)
                  .header(
                      "Authorization", Credentials.basic(user, password, StandardCharsets.UTF_8))
                  .build();
          case Credential.IdentityToken(_, var token) -> post(order, realm, token);
          case Credential.Anonymous(), Credential.RegistryToken(_) -> get(order, realm, "").build();
        };
    return switch (Attempts.run(settings.retry(), () -> send(order, request))) {
      case Answer.Accepted<Token>(var token) -> token;
      case Answer.Refused<Token>(var refusal) -> throw refusal.failure();
    };
  }

  private static Request.Builder get(Order order, HttpUrl realm, String account) {
    var url = realm.newBuilder();
    if (!account.isEmpty()) {
      url.setQueryParameter("account", account);
    }
    if (!order.service().isEmpty()) {
      url.setQueryParameter("service", order.service());
    }
    order.scopes().forEach(scope -> url.addQueryParameter("scope", scope));
    return new Request.Builder().url(url.build());
  }

  private static Request post(Order order, HttpUrl realm, String refreshToken) {
    var form =
        new FormBody.Builder()
            .add("grant_type", "refresh_token")
            .add("client_id", "jimg")
            .add("service", order.service())
            .add("scope", String.join(" ", order.scopes()))
            .add("refresh_token", refreshToken)
            .build();
    return new Request.Builder().url(realm).post(form).build();
  }

  private Answer<Token> send(Order order, Request request) {
    var next = request;
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      var asked = clock.instant();
      try (var response = wire.open(next, settings.timeouts().whole())) {
        if (response.isSuccessful()) {
          return new Answer.Accepted<>(Token.read(Wire.body(response, TOKEN_LIMIT), asked));
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
}
