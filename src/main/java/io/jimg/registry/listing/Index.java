package io.jimg.registry.listing;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.answer.Attempts;
import io.jimg.registry.answer.Json;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.conversation.Ask;
import io.jimg.registry.conversation.Conversation;
import io.jimg.registry.conversation.Scope;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.transport.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;

/// The search of registries: `GET /v1/search`, all that is left of their first API.
public final class Index {

  private static final int RESULT_LIMIT = 4 << 20;

  private final Conversation conversation;
  private final RegistrySettings settings;

  public Index(Conversation conversation, RegistrySettings settings) {
    this.conversation = conversation;
    this.settings = settings;
  }

  private record Results(List<SearchHit> results) {

    static Results of(JsonObject json) {
      var hits = new ArrayList<SearchHit>();
      for (var item : Json.items(json, "results")) {
        if (!(item instanceof JsonNull)) {
          hits.add(SearchHit.of(Json.object(item)));
        }
      }
      return new Results(hits);
    }
  }

  /// At most about `limit` repositories, in the order of the registry, which is free to send more.
  ///
  /// @throws RegistryFailure in the words of Docker's engine
  public List<SearchHit> search(SearchTerm term, int limit) {
    String query = URLEncoder.encode(term.words(), StandardCharsets.UTF_8);
    String path = "/v1/search?q=" + query + "&n=" + limit;
    var ask = Ask.get(term.domain(), path, Scope.SEARCH).withHeader("X-Docker-Token", "true");
    try {
      return switch (Attempts.run(settings.retry(), () -> ask(ask))) {
        case Answer.Accepted<List<SearchHit>>(var hits) -> hits;
        case Answer.Refused<List<SearchHit>>(var refusal) ->
            throw new RegistryFailure(
                    "Unexpected status code " + refusal.status(),
                    refusal.status(),
                    refusal.code(),
                    null)
                .in(refusal.circumstances());
      };
    } catch (RegistryFailure e) {
      throw e.getCause() instanceof IOException && !term.isHub() ? unreachable(term, e) : e;
    }
  }

  private Answer<List<SearchHit>> ask(Ask ask) {
    try (var response = conversation.send(ask, settings.timeouts().whole())) {
      return response.code() == 200
          ? new Answer.Accepted<>(read(response))
          : new Answer.Refused<>(Refusal.of(response, settings.clock().instant()));
    }
  }

  private static List<SearchHit> read(Response response) {
    byte[] body = Wire.body(response, RESULT_LIMIT);
    try {
      return Json.read(body, Results.class, Results::of).results();
    } catch (InvalidInput e) {
      throw new RegistryFailure("error decoding registry search results: " + e.sentence(), e);
    }
  }

  private static RegistryFailure unreachable(SearchTerm term, RegistryFailure failure) {
    String host = term.domain();
    return new RegistryFailure(
            "invalid registry endpoint https://"
                + host
                + "/v1/: "
                + failure.sentence()
                + ". If this private registry supports only HTTP or HTTPS with an unknown CA"
                + " certificate, please add `--insecure-registry "
                + host
                + "` to the daemon's arguments. In the case of HTTPS, if you have access to the"
                + " registry's CA certificate, no need for the flag; simply place the CA"
                + " certificate at /etc/docker/certs.d/"
                + host
                + "/ca.crt",
            failure.status(),
            failure.code(),
            failure.getCause())
        .in(failure.circumstances());
  }
}
