package io.jimg.registry.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.registry.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {

  private static final String HUB =
      "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
          + "scope=\"repository:library/x:pull,push\"";

  @Test
  void aBearerChallengeTellsWhereToGoAndWhatToAskFor() {
    assertEquals(
        List.of(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.docker.io/token",
                    "service", "registry.docker.io",
                    "scope", "repository:library/x:pull,push"))),
        parse(HUB));
  }

  @Test
  void severalChallengesMayStandInOneHeaderOrInSeveral() {
    var both =
        List.of(
            new Challenge("basic", Map.of("realm", "a, b")),
            new Challenge("bearer", Map.of("realm", "https://t")));
    assertEquals(both, parse("Basic realm=\"a, b\", Bearer realm=\"https://t\""));
    assertEquals(both, parse("Basic realm=\"a, b\"", "Bearer realm=\"https://t\""));
  }

  @Test
  void sloppyRegistriesAreUnderstood() {
    var expected = List.of(new Challenge("bearer", Map.of("realm", "https://t/x?a=b", "x", "")));
    assertEquals(expected, parse("bearer REALM=https://t/x?a=b,x=\"\""));
    assertEquals(expected, parse(" BEARER  realm = \"https://t/x?a=b\" , x = "));
    assertEquals(expected, parse("Bearer realm=\"https://t/x?a=b\",realm=\"https://evil\",x=\"\""));
  }

  @Test
  void escapesAreResolvedAndOpenQuotesEndWithTheHeader() {
    assertEquals(
        List.of(new Challenge("basic", Map.of("realm", "a\"b\\c"))),
        parse("Basic realm=\"a\\\"b\\\\c\""));
    assertEquals(
        List.of(new Challenge("basic", Map.of("realm", "open"))), parse("Basic realm=\"open"));
  }

  @Test
  void aSchemeMayStandAloneAndRubbishIsNothing() {
    assertEquals(
        List.of(new Challenge("negotiate", Map.of()), new Challenge("basic", Map.of("realm", "x"))),
        parse("Negotiate, Basic realm=x"));
    assertEquals(List.of(), parse("", "=", ",,", "\"\""));
  }

  @Test
  void twentyThousandMutatedHeadersAreReadWithoutAFailure() {
    var random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      parse(Mutation.of(HUB + ", Basic realm=\"a\\\"b\"", random));
    }
  }

  private static List<Challenge> parse(String... headers) {
    return new ArrayList<>(Challenge.parse(List.of(headers)));
  }
}
