package io.jimg.registry.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.docker.Credential;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.Fixture;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Match;
import io.jimg.testing.TokenServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {

  private static final Credential.Basic ANN = new Credential.Basic("ann", "canary-pass");
  private static final Credential.Basic EVE = new Credential.Basic("eve", "canary-eve");

  private final FakeRegistry registry = FakeRegistry.start();
  private final TokenServer tokens = new TokenServer().user("ann", "canary-pass");
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aPasswordIsShownOnceItIsAskedFor() {
    registry.protect(new Access.Basic("ann", "canary-pass"));
    assertEquals(ANN, signIn(ANN));
    assertEquals(List.of("GET /v2/", "GET /v2/"), registry.lines());
    assertNull(registry.requests().getFirst().header("Authorization"));
  }

  @Test
  void aRegistryThatAsksForNothingTakesEverybody() {
    assertEquals(EVE, signIn(EVE));
    assertEquals(List.of("GET /v2/"), registry.lines());
  }

  @Test
  void anIdentityTokenComesInPlaceOfThePassword() {
    registry.protect(new Access.Token(tokens));
    var kept = signIn(ANN);
    assertEquals(
        List.of(
            "GET /v2/",
            "GET /token?account=ann&service=fake&offline_token=true&client_id=docker",
            "GET /v2/"),
        registry.lines());
    assertEquals(Credential.IdentityToken.class, kept.getClass());
    registry.protect(new Access.Token(tokens.noAnonymousPull()));
    registry.serve("a/b", "1", io.jimg.testing.Images.large(1, 10));
    try (var client = fixture.client(kept)) {
      client.manifest(Fixture.name(registry, "a/b:1"));
    }
  }

  @Test
  void aScopeInTheChallengeIsNotAskedFor() {
    registry.protect(new Access.Token(tokens));
    registry.fault(
        Match.path("/v2/"),
        Faults.answer(
                401,
                Map.of(
                    "WWW-Authenticate",
                    "Bearer realm=\""
                        + registry.uri()
                        + "token\",service=\"s\",scope=\"repository:user/image:pull\""),
                "")
            .times(1));
    signIn(ANN);
    assertEquals(
        "account=ann&service=s&offline_token=true&client_id=docker",
        registry.requests().get(1).query());
  }

  @Test
  void aTokenServerThatKnowsOnlyPostGetsAForm() {
    registry.protect(new Access.Token(tokens));
    registry.fault(Match.token().and(Match.get()), Faults.answer(405));
    assertEquals(Credential.IdentityToken.class, signIn(ANN).getClass());
    var post = registry.requests().get(2);
    assertEquals("POST /token", post.line());
    assertEquals(
        "grant_type=password&client_id=docker&service=fake&access_type=offline&username=ann"
            + "&password=canary-pass",
        post.form());
    assertNull(post.header("Authorization"));
  }

  @Test
  void aWrongPasswordIsToldAsDockerTellsIt() {
    registry.protect(new Access.Basic("ann", "canary-pass"));
    assertEquals(
        "login attempt to http://" + registry.host() + "/v2/ failed with status: 401 Unauthorized",
        refused(401));
    registry.protect(new Access.Token(tokens));
    registry.fault(
        Match.token(),
        Faults.answer(401, Map.of(), "{\"details\":\"incorrect username or password\"}"));
    assertEquals(
        "Get \"http://" + registry.host() + "/v2/\": unauthorized: incorrect username or password",
        refused(401));
  }

  @Test
  void aRegistryThatFailsIsTriedAgainAndThenNamed() {
    registry.fault(Match.any(), Faults.answer(500).times(2));
    assertEquals(ANN, signIn(ANN));
    registry.fault(Match.any(), Faults.answer(500));
    assertEquals(
        "login attempt to http://"
            + registry.host()
            + "/v2/ failed with status: 500 Internal Server Error",
        refused(500));
  }

  @Test
  void nobodyThereIsToldWithTheRequestThatWasMade() {
    try (var client = fixture.client()) {
      assertEquals(
          "Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused",
          Fixture.failure(() -> client.signIn("127.0.0.1:1", ANN)));
    }
  }

  @Test
  void aRedirectTakesNoPasswordToAnotherHost() {
    registry.protect(new Access.Basic("ann", "canary-pass"));
    try (var other = FakeRegistry.start()) {
      other.protect(new Access.Basic("ann", "canary-pass"));
      registry.fault(Match.header("Authorization"), Faults.redirectTo(other));
      assertEquals(
          "login attempt to http://"
              + registry.host()
              + "/v2/ failed with status: 401 Unauthorized",
          refused(401));
      assertEquals(1, other.requests().size());
      assertNull(other.requests().getFirst().header("Authorization"));
    }
  }

  private Credential signIn(Credential.Basic user) {
    try (var client = fixture.client()) {
      return client.signIn(registry.host(), user);
    }
  }

  private String refused(int status) {
    try (var client = fixture.client()) {
      var failure = assertThrows(RegistryFailure.class, () -> client.signIn(registry.host(), EVE));
      assertEquals(status, failure.status());
      return failure.sentence();
    }
  }
}
