package io.jimg.registry.conversation;

import io.jimg.config.docker.Credential;
import io.jimg.config.docker.FoundCredential;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.answer.Challenge;
import io.jimg.registry.settings.KnownRealms;
import io.jimg.registry.transport.Hints;
import io.jimg.registry.transport.Question;
import io.jimg.registry.transport.TransportErrors;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Answers challenges. No secret is shown before a registry asks; then its challenge is remembered,
/// and later requests bring what it wants. Who has nothing to show asks for a token first where an
/// earlier command had to. Tokens are kept by registry, realm, service and scope; whoever needs a
/// token that is being fetched waits for it.
final class TokenAuthenticator {

  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private final TokenServer server;
  private final InstantSource clock;
  private final Function<String, FoundCredential> credentialOf;
  private final KnownRealms realms;
  private final Map<String, FoundCredential> credentials = new ConcurrentHashMap<>();
  private final Map<HttpUrl, Challenge> challenges = new ConcurrentHashMap<>();
  private final Map<Purpose, TokenServer.Order> orders = new ConcurrentHashMap<>();
  private final Map<TokenServer.Order, Slot> slots = new ConcurrentHashMap<>();

  private record Purpose(String domain, HttpUrl registry, Scope scope) {}

  /// What a registry wants of us for a question.
  private record Demand(Challenge challenge, TokenServer.Order order, Ask ask) {}

  /// The current token of one order; its lock is held while a new one is fetched.
  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Token token;
  }

  TokenAuthenticator(
      TokenServer server,
      InstantSource clock,
      Function<String, FoundCredential> credentialOf,
      KnownRealms realms) {
    this.server = server;
    this.clock = clock;
    this.credentialOf = credentialOf;
    this.realms = realms;
  }

  /// `request` with what its registry is known to want.
  Request authorized(Request request, Ask ask) {
    var root = Question.root(request.url());
    var challenge = challenges.get(root);
    if (challenge == null) {
      return asBefore(request, ask, root);
    }
    if (challenge.isBasic() && !(credential(ask).credential() instanceof Credential.Basic)) {
      return request;
    }
    var order =
        orders.computeIfAbsent(
            new Purpose(ask.domain(), root, ask.scope()), purpose -> order(purpose, challenge, ""));
    return with(request, authorization(new Demand(challenge, order, ask), request, null), ask);
  }

  /// `request` with a token from where the registry sent us in an earlier command; as it is where
  /// none is to be had there. A secret never goes where the registry has not sent it now.
  private Request asBefore(Request request, Ask ask, HttpUrl root) {
    var realm = realms.of(root.toString());
    if (realm == null || !isAnonymous(ask)) {
      return request;
    }
    var challenge =
        new Challenge("bearer", Map.of("realm", realm.url(), "service", realm.service()));
    var purpose = new Purpose(ask.domain(), root, ask.scope());
    var order = order(purpose, challenge, "");
    try {
      var token = token(server.once(), order, credential(ask), null);
      orders.putIfAbsent(purpose, order);
      challenges.putIfAbsent(root, challenge);
      return with(request, BEARER + token, ask);
    } catch (RegistryFailure e) {
      realms.forget(root.toString());
      return request;
    }
  }

  private boolean isAnonymous(Ask ask) {
    return credential(ask).credential() instanceof Credential.Anonymous;
  }

  /// Keeps where a token was to be had. What could be somebody's secret in the URL is not kept.
  private void remember(HttpUrl registry, TokenServer.Order order) {
    var url = HttpUrl.parse(order.realm());
    if (url != null && url.equals(url.newBuilder().username("").password("").query(null).build())) {
      realms.remember(registry.toString(), new KnownRealms.Realm(order.realm(), order.service()));
    }
  }

  /// The request that was `refused` with what the challenge asks for; null when there is nothing to
  /// answer, or nothing more to show than was shown.
  ///
  /// @throws RegistryFailure when what is asked for cannot be had
  @Nullable Request answer(Response refused, Ask ask) {
    var request = refused.request();
    var challenge = choose(Challenge.parse(refused.headers("WWW-Authenticate")));
    if (challenge == null) {
      return null;
    }
    var root = Question.root(request.url());
    challenges.put(root, challenge);
    var purpose = new Purpose(ask.domain(), root, ask.scope());
    var order = order(purpose, challenge, challenge.parameter("scope"));
    orders.put(purpose, order);
    String shown = request.header(AUTHORIZATION);
    String wanted = authorization(new Demand(challenge, order, ask), request, shown);
    if (challenge.isBearer() && isAnonymous(ask)) {
      remember(root, order);
    }
    return wanted.equals(shown) ? null : with(request, wanted, ask);
  }

  private static @Nullable Challenge choose(List<Challenge> challenges) {
    Challenge basic = null;
    for (var challenge : challenges) {
      if (challenge.isBearer()) {
        return challenge;
      }
      if (challenge.isBasic() && basic == null) {
        basic = challenge;
      }
    }
    return basic;
  }

  private static TokenServer.Order order(Purpose purpose, Challenge challenge, String scope) {
    return new TokenServer.Order(
        Question.ofToken(purpose.domain(), purpose.registry()),
        challenge.parameter("realm"),
        challenge.parameter("service"),
        purpose.scope().with(scope));
  }

  /// @param shown what the registry did not accept just now, null when nothing was shown
  private String authorization(Demand demand, Request request, @Nullable String shown) {
    var found = credential(demand.ask());
    var credential = found.credential();
    if (demand.challenge().isBasic()) {
      if (credential instanceof Credential.Basic(var user, var password)) {
        return Credentials.basic(user, password, StandardCharsets.UTF_8);
      }
      throw within(request, Hints.noCredentials(shown(request, found), request));
    }
    if (credential instanceof Credential.RegistryToken(var token) && Token.isSendable(token)) {
      return BEARER + token;
    }
    try {
      return BEARER + token(server, demand.order(), found, shown);
    } catch (RegistryFailure e) {
      throw within(request, e);
    }
  }

  /// `cause` as what befell `request`.
  private static RegistryFailure within(Request request, RegistryFailure cause) {
    return new RegistryFailure(
        TransportErrors.prefix(request) + cause.sentence(), cause.status(), cause.code(), cause);
  }

  private String token(
      TokenServer from,
      TokenServer.Order order,
      FoundCredential credential,
      @Nullable String shown) {
    var slot = slots.computeIfAbsent(order, _ -> new Slot());
    slot.lock.lock();
    try {
      var token = slot.token;
      boolean fits =
          token != null
              && clock.instant().isBefore(token.end())
              && !(BEARER + token.value()).equals(shown);
      if (token == null || !fits) {
        token = from.buy(order, credential);
        slot.token = token;
      }
      return token.value();
    } finally {
      slot.lock.unlock();
    }
  }

  private FoundCredential credential(Ask ask) {
    return credentials.computeIfAbsent(ask.domain(), credentialOf);
  }

  private Request with(Request request, String authorization, Ask ask) {
    return request
        .newBuilder()
        .header(AUTHORIZATION, authorization)
        .tag(Question.class, shown(request, credential(ask)))
        .build();
  }

  private static Question shown(Request request, FoundCredential credential) {
    return Question.of(request).showing(credential);
  }
}
