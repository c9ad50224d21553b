package io.jimg.registry.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.docker.Credential;
import io.jimg.error.InvalidInput;
import io.jimg.registry.Fixture;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {

  private static final String RESULTS =
      """
      {"query":"x","num_results":2,"page":1,"results":[
        {"name":"alpine","description":"A\\nsmall image","star_count":10,"is_official":true,
         "is_automated":true},
        {"name":"ann/thing","description":null}, null]}
      """;

  private final FakeRegistry registry = FakeRegistry.start();
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    registry.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          alpine,              index.docker.io, alpine
          library/alpine,      index.docker.io, alpine
          ann/thing,           index.docker.io, ann/thing
          docker.io/library/a, index.docker.io, a
          index.docker.io/a/b, index.docker.io, a/b
          quay.io/library/a,   quay.io,         library/a
          localhost/a,         localhost,       a
          host:5000/,          host:5000,       ''
          a.b,                 index.docker.io, a.b
          """)
  void aRegistryIsToldFromAName(String typed, String domain, String words) {
    assertEquals(new SearchTerm(domain, words), SearchTerm.parse(typed));
  }

  @Test
  void aUrlIsNoTerm() {
    assertEquals(
        "invalid repository name: repository name (http://foo) should not have a scheme",
        assertThrows(InvalidInput.class, () -> SearchTerm.parse("http://foo")).sentence());
  }

  @Test
  void aUserIsNoPartOfATermAndNotShown() {
    assertEquals(
        "invalid repository name (ex: \"registry.domain.tld/myrepos\")",
        assertThrows(InvalidInput.class, () -> SearchTerm.parse("ann:pw@quay.io/x")).sentence());
  }

  @Test
  void whatIsFoundComesInTheOrderOfTheRegistry() {
    registry.fault(Match.any(), Faults.answer(200, Map.of(), RESULTS));
    assertEquals(
        List.of(
            new SearchHit("alpine", "A\nsmall image", 10, true),
            new SearchHit("ann/thing", "", 0, false)),
        search(Credential.ANONYMOUS));
    assertEquals(List.of("GET /v1/search?q=a+%26%2Fb&n=7"), registry.lines());
    assertEquals("true", registry.requests().getFirst().header("X-Docker-Token"));
  }

  @Test
  void aPasswordIsShownWhereItIsAskedFor() {
    registry.fault(Match.header("Authorization"), Faults.answer(200, Map.of(), "{}"));
    registry.fault(
        Match.any(), Faults.answer(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), ""));
    assertEquals(List.of(), search(new Credential.Basic("ann", "canary-pass")));
    assertNull(registry.requests().getFirst().header("Authorization"));
    assertEquals(2, registry.requests().size());
  }

  @Test
  void refusalsAndRubbishAreToldAsDockerTellsThem() {
    registry.fault(Match.any(), Faults.answer(404));
    assertEquals("Unexpected status code 404", failure());
    registry.heal();
    registry.fault(Match.any(), Faults.html(200));
    assertEquals(
        "error decoding registry search results: invalid character '<' looking for beginning of"
            + " value",
        failure());
    registry.heal();
    registry.fault(Match.any(), Faults.endless("application/json"));
    assertTrue(failure().endsWith("the answer is longer than 4194304 bytes"));
  }

  @Test
  void whereNobodyAnswersTheRegistryIsNamed() {
    try (var client = fixture.client()) {
      String failure = Fixture.failure(() -> client.search(SearchTerm.parse("127.0.0.1:1/a"), 25));
      assertTrue(
          failure.startsWith(
              "invalid registry endpoint https://127.0.0.1:1/v1/: Get"
                  + " \"http://127.0.0.1:1/v1/search\": dial tcp 127.0.0.1:1: connect: connection"
                  + " refused. If this private registry supports only HTTP"),
          failure);
    }
  }

  private List<SearchHit> search(Credential credential) {
    try (var client = fixture.client(credential)) {
      return client.search(SearchTerm.parse(registry.host() + "/a &/b"), 7);
    }
  }

  private String failure() {
    return Fixture.failure(() -> search(Credential.ANONYMOUS));
  }
}
