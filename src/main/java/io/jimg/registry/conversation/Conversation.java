package io.jimg.registry.conversation;

import io.jimg.config.docker.Credential;
import io.jimg.config.docker.FoundCredential;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.settings.KnownRealms;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.transport.Destination;
import io.jimg.registry.transport.Endpoints;
import io.jimg.registry.transport.TransportErrors;
import io.jimg.registry.transport.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// One question to a registry and its answer: finds the way there, answers the challenge once and
/// follows redirects. Does not retry.
public final class Conversation {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);
  private static final int MOST_REDIRECTS = 10;
  private static final int COMPLAINT_SIZE = 1024;

  private final Wire wire;
  private final Endpoints endpoints;
  private final TokenAuthenticator authenticator;
  private final RegistrySettings settings;

  /// @param credentials what is known for a registry, by the host that references name; asked at
  ///     most once for each
  public Conversation(
      Wire wire,
      RegistrySettings settings,
      Function<String, FoundCredential> credentials,
      KnownRealms realms) {
    this(
        wire,
        new Endpoints(settings),
        new TokenAuthenticator(
            new TokenServer(wire, settings), settings.clock(), credentials, realms),
        settings);
  }

  private Conversation(
      Wire wire, Endpoints endpoints, TokenAuthenticator authenticator, RegistrySettings settings) {
    this.wire = wire;
    this.endpoints = endpoints;
    this.authenticator = authenticator;
    this.settings = settings;
  }

  /// The same with another one who answers challenges.
  Conversation as(TokenAuthenticator another) {
    return new Conversation(wire, endpoints, another, settings);
  }

  /// The root of a registry that has answered before.
  public @Nullable HttpUrl root(String domain) {
    return endpoints.known(domain);
  }

  /// Shows `user` to a registry; what to keep of it when it is welcome: an identity token where the
  /// registry's token server gives one, else the password.
  ///
  /// @throws RegistryFailure with status 401 when it is not
  public Credential signIn(Credential.Basic user, String domain) {
    return new SignIn(this, wire, settings).as(user, domain);
  }

  /// The final answer, whatever its status; whoever calls closes it. Somebody else than the
  /// registry, where an ask leads to one, is shown no secret and not told who asks.
  ///
  /// @param whole how long the answer may take with its body, null for no limit
  public Response send(Ask ask, @Nullable Duration whole) {
    var root = endpoints.known(ask.domain());
    if (root != null) {
      return send(ask, root, whole);
    }
    try {
      return finish(ask, discover(ask, whole), whole);
    } catch (RegistryFailure e) {
      throw ask.question(endpoints.candidates(ask.domain()).getLast()).told(e);
    }
  }

  /// The same where it is known where the registry is.
  Response send(Ask ask, HttpUrl root, @Nullable Duration whole) {
    try {
      return sendTo(ask, root, whole);
    } catch (RegistryFailure e) {
      throw ask.question(root).told(e);
    }
  }

  private Response sendTo(Ask ask, HttpUrl root, @Nullable Duration whole) {
    if (!Destination.sameOrigin(root, ask.at(root).url())) {
      return follow(wire.open(ask.at(root), whole), whole);
    }
    return finish(ask, wire.open(authorized(ask, root), whole), whole);
  }

  private Response finish(Ask ask, Response first, @Nullable Duration whole) {
    var response = first;
    if (response.code() == 401) {
      var answer = authenticated(ask, response);
      if (answer != null) {
        response.close();
        response = wire.open(answer, whole);
      }
    }
    return follow(response, whole);
  }

  private @Nullable Request authenticated(Ask ask, Response refused) {
    try {
      return authenticator.answer(refused, ask);
    } catch (RuntimeException e) {
      refused.close();
      throw e;
    }
  }

  /// Asks a registry for the first time, without any secret: who is there is not known yet.
  private Response discover(Ask ask, @Nullable Duration whole) {
    var candidates = endpoints.candidates(ask.domain());
    var root = candidates.getFirst();
    var other = candidates.getLast();
    if (root.equals(other)) {
      return answered(ask, root, wire.open(authorized(ask, root), whole));
    }
    RegistryFailure failure;
    try {
      var response = wire.probe(authorized(ask, root), whole);
      if (!wantsTls(response)) {
        return answered(ask, root, response);
      }
      try (response) {
        failure = Refusal.of(response, Instant.EPOCH).failure();
      }
    } catch (RegistryFailure e) {
      if (!Endpoints.mayBeOtherScheme(e, root, other)) {
        throw e;
      }
      failure = e;
    }
    return otherScheme(ask, other, failure, whole);
  }

  private Response answered(Ask ask, HttpUrl root, Response response) {
    endpoints.remember(ask.domain(), root);
    return response;
  }

  /// Of two failures the one in plain HTTP is told, as Docker does.
  private Response otherScheme(
      Ask ask, HttpUrl root, RegistryFailure earlier, @Nullable Duration whole) {
    try {
      return answered(ask, root, wire.probe(authorized(ask, root), whole));
    } catch (RegistryFailure failure) {
      throw root.isHttps() ? earlier : failure;
    }
  }

  /// TLS servers that are asked in plain HTTP complain with a 400 in plain HTTP.
  private static boolean wantsTls(Response response) {
    if (response.code() != 400 || response.request().isHttps()) {
      return false;
    }
    try {
      String text =
          new String(response.peekBody(COMPLAINT_SIZE).bytes(), StandardCharsets.ISO_8859_1);
      return text.contains("HTTPS server") || text.contains("HTTPS port");
    } catch (IOException e) {
      return false;
    }
  }

  private Request authorized(Ask ask, HttpUrl root) {
    var request = ask.at(root).newBuilder();
    settings.headers().forEach(request::header);
    return authenticator.authorized(request.build(), ask);
  }

  private Response follow(Response answer, @Nullable Duration whole) {
    var response = answer;
    for (int hops = 0; isRedirect(response); hops++) {
      var request = response.request();
      String location = response.header("Location");
      response.close();
      if (hops == MOST_REDIRECTS) {
        throw new RegistryFailure(
            TransportErrors.prefix(request) + "stopped after 10 redirects", null);
      }
      response = wire.open(Destination.redirected(request, location), whole);
    }
    return response;
  }

  /// The older redirects turn what is written into a question (RFC 9110, "Redirection 3xx"): then
  /// they are refusals.
  private static boolean isRedirect(Response response) {
    return Destination.writes(response.request())
        ? KEEP_METHOD.contains(response.code())
        : REDIRECTS.contains(response.code());
  }
}
