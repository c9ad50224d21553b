package io.jimg.registry.conversation;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.docker.Credential;
import io.jimg.registry.Fixture;
import io.jimg.registry.Mutation;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.settings.KnownRealms;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Request;
import io.jimg.testing.Sample;
import io.jimg.testing.Tls;
import io.jimg.testing.TokenServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {

  private static final Sample.Image IMAGE = Images.large(6, 1000);
  private static final Credential ANN = new Credential.Basic("ann", "canary-pass");

  private final FakeRegistry registry = FakeRegistry.start().serve("a/b", "1", IMAGE);
  private final TokenServer tokens = new TokenServer().user("ann", "canary-pass");
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void anAnonymousTokenTakesThreeRequestsForTheFirstManifestAndOneForEveryFurtherQuestion() {
    registry.protect(new Access.Token(tokens));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
      client.content(name(registry, "a/b"), IMAGE.config());
    }
    assertEquals(
        List.of(
            "GET /v2/a/b/manifests/1",
            "GET /token?service=fake&scope=repository%3Aa%2Fb%3Apull",
            "GET /v2/a/b/manifests/1",
            "GET /v2/a/b/blobs/" + IMAGE.id()),
        registry.lines());
    assertNull(registry.requests().get(1).header("Authorization"));
  }

  @Test
  void aKnownRealmSavesTheFirstRefusal() {
    registry.serve("c", "1", IMAGE).protect(new Access.Token(tokens));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
      registry.forget();
      client.manifest(name(registry, "c:1"));
    }
    assertEquals(
        List.of("GET /token?service=fake&scope=repository%3Ac%3Apull", "GET /v2/c/manifests/1"),
        registry.lines());
  }

  /// One command after the other, as far as they remember.
  private static final class Memory implements KnownRealms {
    private final Map<String, Realm> known = new ConcurrentHashMap<>();

    @Override
    public @Nullable Realm of(String registry) {
      return known.get(registry);
    }

    @Override
    public void remember(String registry, Realm realm) {
      known.put(registry, realm);
    }

    @Override
    public void forget(String registry) {
      known.remove(registry);
    }
  }

  private final Memory memory = new Memory();

  /// What one command asks the registry, by method and path.
  private List<String> asked(Credential credential) {
    registry.forget();
    try (var client = new RegistryClient(fixture.settings(), _ -> credential, memory)) {
      client.manifest(name(registry, "a/b:1"));
    }
    return registry.requests().stream().map(r -> r.method() + " " + r.path()).toList();
  }

  private static final String MANIFEST = "GET /v2/a/b/manifests/1";
  private static final String TOKEN = "GET /token";

  @Test
  void whoHasNothingToShowAsksFirstWhereTheLastCommandHadToo() {
    registry.protect(new Access.Token(tokens));
    assertEquals(List.of(MANIFEST, TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
    assertEquals(List.of(TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
    assertEquals(
        "service=fake&scope=repository%3Aa%2Fb%3Apull", registry.requests().getFirst().query());
  }

  @Test
  void aSecretDoesNotGoWhereTheRegistryHasNotSentItNow() {
    registry.protect(new Access.Token(tokens));
    try (var once = FakeRegistry.start()) {
      for (var credential :
          List.of(ANN, new Credential.IdentityToken("", tokens.refreshToken("ann")))) {
        memory.remember(registry.uri() + "", new KnownRealms.Realm(once.uri() + "token", "fake"));
        var asked = asked(credential);
        assertEquals(MANIFEST, asked.getFirst());
        assertNull(registry.requests().getFirst().header("Authorization"));
        assertEquals(3, asked.size());
      }
      assertEquals(List.of(), once.lines());
      memory.known.clear();
      asked(ANN);
      assertEquals(Map.of(), memory.known);
    }
  }

  @Test
  void aRealmThatMovedIsLearntAgain() {
    try (var other = FakeRegistry.start()) {
      registry.protect(new Access.Token(tokens));
      asked(Credential.ANONYMOUS);
      registry.fault(Match.token(), Faults.answer(404));
      registry.protect(new Access.Token(tokens.at(other)));
      other.protect(new Access.Token(tokens));
      assertEquals(List.of(TOKEN, MANIFEST, MANIFEST), asked(Credential.ANONYMOUS));
      assertEquals(1, other.count(Match.token()));
      assertEquals(List.of(MANIFEST), asked(Credential.ANONYMOUS));
      assertEquals(2, other.count(Match.token()));
    }
  }

  @Test
  void aRealmThatIsNotThereAnyMoreCostsNoRetries() {
    registry.protect(new Access.Token(tokens));
    for (String gone : List.of("http://127.0.0.1:1/token", "rubbish", "ftp://127.0.0.1/")) {
      memory.remember(registry.uri() + "", new KnownRealms.Realm(gone, "fake"));
      assertEquals(List.of(MANIFEST, TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
    }
    try (var failing = FakeRegistry.start()) {
      failing.fault(Match.any(), Faults.answer(503));
      memory.remember(registry.uri() + "", new KnownRealms.Realm(failing.uri() + "token", "fake"));
      assertEquals(List.of(MANIFEST, TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
      assertEquals(1, failing.requests().size());
    }
    assertEquals(List.of(), fixture.pauses);
    assertEquals(
        registry.uri() + "token", Objects.requireNonNull(memory.of(registry.uri() + "")).url());
  }

  @Test
  void aTokenOfAnotherServerIsNoToken() {
    registry.protect(new Access.Token(tokens));
    try (var other = FakeRegistry.start()) {
      other.protect(new Access.Token(new TokenServer().mark("other-")));
      memory.remember(registry.uri() + "", new KnownRealms.Realm(other.uri() + "token", "fake"));
      assertEquals(List.of(MANIFEST, TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
      assertEquals(
          registry.uri() + "token", Objects.requireNonNull(memory.of(registry.uri() + "")).url());
    }
  }

  @Test
  void aRegistryThatWantsNoTokenAnyMoreIsNotAskedForOneAgain() {
    memory.remember(registry.uri() + "", new KnownRealms.Realm(registry.uri() + "token", "fake"));
    assertEquals(List.of(TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
    assertEquals(List.of(MANIFEST), asked(Credential.ANONYMOUS));
  }

  @Test
  void aRealmWithoutTlsIsNotUsedForARegistryWithTls() {
    try (var secure =
            FakeRegistry.startTls(Tls.authority("a").issue("127.0.0.1")).serve("a/b", "1", IMAGE);
        var plain = FakeRegistry.start();
        var client = new RegistryClient(fixture.settings(), _ -> Credential.ANONYMOUS, memory)) {
      memory.remember(secure.uri() + "", new KnownRealms.Realm(plain.uri() + "token", "fake"));
      client.manifest(name(secure, "a/b:1"));
      assertEquals(List.of(), plain.lines());
      assertEquals(Map.of(), memory.known);
    }
  }

  @Test
  void aRealmThatMayHoldASecretIsNotKept() {
    for (String place : List.of("http://ann:canary@HOST/token", "http://HOST/token?key=canary")) {
      registry.protect(new Access.Token(tokens));
      var realm = "Bearer service=fake,realm=\"" + place.replace("HOST", registry.host()) + "\"";
      registry.fault(
          Match.manifests(), Faults.answer(401, Map.of("WWW-Authenticate", realm), "").once());
      assertEquals(List.of(MANIFEST, TOKEN, MANIFEST), asked(Credential.ANONYMOUS));
      assertEquals(Map.of(), memory.known);
    }
  }

  @Test
  void aPasswordBuysATokenAndIsNotShownToTheRegistry() {
    registry.protect(new Access.Token(tokens.noAnonymousPull()));
    try (var client = fixture.client(ANN)) {
      client.manifest(name(registry, "a/b:1"));
    }
    var token = registry.requests().get(1);
    assertEquals("account=ann&service=fake&scope=repository%3Aa%2Fb%3Apull", token.query());
    for (var request : registry.requests()) {
      String shown = request.header("Authorization");
      boolean isToken = request.path().equals(TokenServer.PATH);
      assertEquals(isToken, shown != null && shown.startsWith("Basic "), request.line());
    }
  }

  @Test
  void anIdentityTokenIsPosted() {
    registry.protect(new Access.Token(tokens.noAnonymousPull()));
    String refresh = tokens.refreshToken("ann");
    try (var client = fixture.client(new Credential.IdentityToken("", refresh))) {
      client.manifest(name(registry, "a/b:1"));
    }
    var token = registry.requests().get(1);
    assertEquals("POST /token", token.line());
    assertEquals(
        "grant_type=refresh_token&client_id=docker&service=fake&scope=repository%3Aa%2Fb%3Apull"
            + "&refresh_token="
            + refresh,
        token.form());
    assertNull(token.header("Authorization"));
  }

  @Test
  void aRegistryTokenIsShownAsItIs() {
    registry.protect(new Access.Token(tokens.noAnonymousPull()));
    try (var client = fixture.client(new Credential.RegistryToken("canary-token"))) {
      assertEquals(
          "unauthorized: authentication required",
          failure(() -> client.manifest(name(registry, "a/b:1"))));
    }
    assertEquals(List.of("GET /v2/a/b/manifests/1", "GET /v2/a/b/manifests/1"), registry.lines());
    assertEquals("Bearer canary-token", registry.requests().getLast().header("Authorization"));
  }

  @Test
  void eitherMemberOfTheAnswerHoldsTheToken() {
    registry.protect(new Access.Token(tokens.member("access_token").expiresIn(0)));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
    }
  }

  @Test
  void aPasswordIsShownToARegistryThatAsksForItAndThenAtOnce() {
    registry.protect(new Access.Basic("ann", "canary-pass"));
    try (var client = fixture.client(ANN)) {
      client.manifest(name(registry, "a/b:1"));
      client.content(name(registry, "a/b"), IMAGE.config());
    }
    assertEquals(
        List.of(401, 200, 200), registry.requests().stream().map(Request::status).toList());
    assertNull(registry.requests().getFirst().header("Authorization"));
  }

  @Test
  void withoutAPasswordDockerSaysSo() {
    registry.protect(new Access.Basic("ann", "canary-pass"));
    try (var client = fixture.client()) {
      assertEquals(
          "Get \"http://" + registry.host() + "/v2/a/b/manifests/1\": no basic auth credentials",
          failure(() -> client.manifest(name(registry, "a/b:1"))));
    }
    assertEquals(1, registry.requests().size());
  }

  @Test
  void aWrongPasswordIsTriedOnce() {
    registry.protect(new Access.Basic("ann", "other"));
    try (var client = fixture.client(ANN)) {
      failure(() -> client.manifest(name(registry, "a/b:1")));
    }
    assertEquals(2, registry.requests().size());
    registry.forget();
    registry.protect(new Access.Token(new TokenServer().user("ann", "other")));
    registry.fault(
        Match.token(),
        Faults.answer(401, Map.of(), "{\"details\":\"incorrect username or password\"}"));
    try (var client = fixture.client(ANN)) {
      assertEquals(
          "Get \"http://"
              + registry.host()
              + "/v2/a/b/manifests/1\": unauthorized: incorrect username or password",
          failure(() -> client.manifest(name(registry, "a/b:1"))));
    }
    assertEquals(2, registry.requests().size());
  }

  @Test
  void parallelQuestionsShareOneToken() throws InterruptedException {
    registry.protect(new Access.Token(tokens));
    registry.fault(Match.token(), Faults.slow(Duration.ofMillis(50)));
    try (var client = fixture.client()) {
      var threads = new ArrayList<Thread>();
      for (var layer : IMAGE.layers()) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> client.content(name(registry, "a/b"), layer.descriptor())));
      }
      for (var thread : threads) {
        thread.join();
      }
    }
    assertEquals(1, registry.count(Match.token()));
    assertEquals(6, registry.blobsServed().size());
  }

  @Test
  void aTokenThatIsNotTakenAnyMoreIsRenewedOnce() {
    registry.protect(new Access.Token(tokens));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
      tokens.expireAll();
      registry.forget();
      client.manifest(name(registry, "a/b:1"));
      assertEquals(3, registry.requests().size());
      registry.forget();
      registry.fault(
          Match.manifests(),
          Faults.answer(
              401, Map.of("WWW-Authenticate", "Bearer realm=\"" + registry.uri() + "token\""), ""));
      assertEquals(
          "unauthorized: authentication required",
          failure(() -> client.manifest(name(registry, "a/b:1"))));
      assertEquals(2, registry.count(Match.manifests()));
    }
  }

  @Test
  void parallelQuestionsWhoseTokenIsNotTakenAnyMoreShareOneNewToken() throws InterruptedException {
    registry.protect(new Access.Token(tokens));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
      registry.forget();
      tokens.expireAll();
      registry.fault(Match.token(), Faults.slow(Duration.ofMillis(50)));
      var threads = new ArrayList<Thread>();
      for (var layer : IMAGE.layers()) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> client.content(name(registry, "a/b"), layer.descriptor())));
      }
      for (var thread : threads) {
        thread.join();
      }
    }
    assertEquals(1, registry.count(Match.token()));
    assertEquals(6, registry.blobsServed().size());
  }

  @Test
  void aPullOutlivesItsTokens() {
    registry.protect(new Access.Token(tokens.uses(2)));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
      for (var layer : IMAGE.layers()) {
        registry.fault(Match.blob(layer.descriptor().digest()), Faults.cutAfter(400).times(1));
        client.content(name(registry, "a/b"), layer.descriptor());
      }
    }
    assertEquals(6, registry.blobsServed().size());
    assertEquals(7, registry.count(Match.token())); // 13 uses, 2 of each token
  }

  @Test
  void aTokenIsRenewedBeforeItsTime() {
    registry.protect(new Access.Token(tokens.expiresIn(100)));
    var now = new AtomicReference<>(Instant.EPOCH);
    var settings = fixture.settings().withClock(now::get);
    try (var client = new RegistryClient(settings, _ -> Credential.ANONYMOUS)) {
      client.manifest(name(registry, "a/b:1"));
      now.set(Instant.EPOCH.plusSeconds(89));
      client.manifest(name(registry, "a/b:1"));
      assertEquals(1, registry.count(Match.token()));
      now.set(Instant.EPOCH.plusSeconds(91));
      client.manifest(name(registry, "a/b:1"));
      assertEquals(2, registry.count(Match.token()));
      assertEquals(1, registry.count(r -> r.status() == 401));
    }
  }

  @Test
  void insufficientScopeIsDeniedAccess() {
    registry.protect(new Access.Token(tokens));
    registry.fault(
        Match.manifests().and(Match.header("Authorization")),
        Faults.answer(
            401,
            Map.of("WWW-Authenticate", "Bearer realm=\"x\",error=\"insufficient_scope\""),
            ""));
    registry.fault(Match.token(), Faults.withHeader("X-Nothing", "x"));
    try (var client = fixture.client()) {
      assertTrue(
          failure(() -> client.manifest(name(registry, "a/b:1")))
              .endsWith("denied: requested access to the resource is denied"));
    }
  }

  @Test
  void rubbishFromATokenServerIsTold() {
    registry.protect(new Access.Token(tokens));
    var expected =
        Map.of(
            "<html>",
            "unable to decode token response: invalid character '<' looking for beginning of value",
            "{}",
            "authorization server did not include a token in the response",
            "{\"token\":\"a\\nb\"}",
            "authorization server did not include a token in the response",
            "[".repeat(100_000),
            "unable to decode token response: exceeded max depth");
    expected.forEach(
        (body, text) -> {
          registry.heal();
          registry.fault(Match.token(), Faults.answer(200, Map.of(), body));
          try (var client = fixture.client()) {
            assertEquals(
                "Get \"http://" + registry.host() + "/v2/a/b/manifests/1\": " + text,
                failure(() -> client.manifest(name(registry, "a/b:1"))));
          }
        });
  }

  @Test
  void anEndlessTokenIsNotReadToItsEnd() {
    registry.protect(new Access.Token(tokens));
    registry.fault(Match.token(), Faults.endless("application/json"));
    try (var client = fixture.client()) {
      assertTrue(
          failure(() -> client.manifest(name(registry, "a/b:1")))
              .endsWith("/token\": the answer is longer than 1048576 bytes"));
    }
  }

  @Test
  void aTokenServerThatFailsIsTriedAgain() {
    registry.protect(new Access.Token(tokens));
    registry.fault(Match.token(), Faults.answer(503).times(2));
    try (var client = fixture.client()) {
      client.manifest(name(registry, "a/b:1"));
      assertEquals(3, registry.count(Match.token()));
      registry.fault(Match.token(), Faults.answer(502));
      tokens.expireAll();
      registry.forget();
      assertEquals(
          "Get \"http://"
              + registry.host()
              + "/v2/a/b/manifests/1\": received unexpected HTTP status: 502 Bad Gateway",
          failure(() -> client.manifest(name(registry, "a/b:1"))));
      assertEquals(5, registry.count(Match.token()));
    }
  }

  @Test
  void tokensAreNotSharedBetweenRegistriesThatNameTheSameRealm() {
    try (var evil = FakeRegistry.start()) {
      registry.protect(new Access.Token(tokens.noAnonymousPull()));
      evil.protect(new Access.Token(tokens.at(registry)));
      var known = Fixture.credentials(Map.of(registry.host(), ANN));
      try (var client = new RegistryClient(fixture.settings(), known)) {
        client.manifest(name(registry, "a/b:1"));
        String bought = registry.requests().getLast().header("Authorization");
        failure(() -> client.manifest(name(evil, "a/b:1")));
        assertFalse(
            evil.requests().stream()
                .anyMatch(r -> String.valueOf(bought).equals(r.header("Authorization"))));
      }
    }
  }

  @Test
  void credentialsAreAskedForOncePerRegistryAndOnlyWhenWanted() {
    var asked = new AtomicInteger();
    try (var client =
        new RegistryClient(
            fixture.settings(),
            _ -> {
              asked.incrementAndGet();
              return ANN;
            })) {
      client.manifest(name(registry, "a/b:1"));
      assertEquals(0, asked.get());
      registry.protect(new Access.Token(tokens));
      client.manifest(name(registry, "a/b:1"));
      tokens.expireAll();
      client.manifest(name(registry, "a/b:1"));
      assertEquals(1, asked.get());
    }
  }

  @Test
  void noSecretIsTraced() {
    registry.protect(new Access.Token(tokens.noAnonymousPull()));
    String refresh = tokens.refreshToken("ann");
    registry.fault(
        Match.blobs(), Faults.redirect("http://127.0.0.1:1/x?X-Amz-Signature=canary-signature"));
    for (var credential : List.of(ANN, new Credential.IdentityToken("ann", refresh))) {
      try (var client = fixture.client(credential)) {
        client.manifest(name(registry, "a/b:1"));
        fixture.trace.add(failure(() -> client.content(name(registry, "a/b"), IMAGE.config())));
        fixture.trace.add(credential.toString());
      }
    }
    String everything = String.join("\n", fixture.trace);
    assertTrue(everything.contains("GET http://" + registry.host() + "/v2/a/b/manifests/1 200"));
    for (String secret : List.of("canary", refresh, "token-1", "Basic ", "Bearer ")) {
      assertFalse(everything.contains(secret), everything);
    }
  }

  @Test
  void twentyThousandMutatedTokensAreReadOrRefused() {
    var random = new Random(3);
    String good = "{\"token\":\"t\",\"access_token\":\"a\",\"expires_in\":300,\"issued_at\":\"x\"}";
    for (int i = 0; i < 20_000; i++) {
      byte[] body = Mutation.of(good, random).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      try {
        assertEquals("Token[until ", Token.read(body, Instant.EPOCH).toString().substring(0, 12));
      } catch (io.jimg.error.RegistryFailure e) {
        assertFalse(e.sentence().isEmpty());
      }
    }
  }
}
