package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenServerTest {

  private static final String MANIFEST = "/v2/a/b/manifests/1";
  private static final String PULL = "repository:a/b:pull";
  private static final String BASIC = new Access.Basic("user", "secret").header();

  private final TokenServer tokens = new TokenServer().user("user", "secret");
  private final FakeRegistry registry = FakeRegistry.start().serve("a/b", "1", Images.hello("x"));
  private final Http http = new Http(registry.uri());

  TokenServerTest() {
    registry.protect(new Access.Token(tokens));
  }

  @AfterEach
  void close() {
    http.close();
    registry.close();
  }

  @Test
  void saysWhereToGetWhatIsNeeded() {
    var response = http.get(MANIFEST);
    assertEquals(401, response.statusCode());
    assertEquals(
        "Bearer realm=\"" + registry.uri() + "token\",service=\"fake\",scope=\"" + PULL + "\"",
        challenge(response));
    assertEquals(
        "Bearer realm=\"" + registry.uri() + "token\",service=\"fake\"",
        challenge(http.get("/v2/")));
    assertTrue(
        challenge(http.send("POST", "/v2/a/b/blobs/uploads/", new byte[0]))
            .endsWith("scope=\"repository:a/b:pull,push\""));
  }

  @Test
  void anybodyMayReadAndNobodyElseMayWrite() {
    String token = token("?scope=repository:a/b:pull,push");
    assertEquals(200, get(token));
    assertEquals(401, post(token));
    String own = token("?scope=repository:a/b:pull,push", "Authorization", BASIC);
    assertEquals(202, post(own));
  }

  @Test
  void aTokenIsForWhatWasAskedFor() {
    assertEquals(401, get(token("")));
    String other = token("?scope=repository:other:pull");
    var refused = http.get(MANIFEST, "Authorization", "Bearer " + other);
    assertTrue(challenge(refused).endsWith(",error=\"insufficient_scope\""), challenge(refused));
    assertEquals(200, get(token("?scope=repository:other:pull&scope=" + PULL)));
    assertEquals(200, get(token("?scope=repository:other:pull%20" + PULL)));
    tokens.noAnonymousPull();
    assertEquals(401, get(token("?scope=" + PULL)));
    assertEquals(200, get(token("?scope=" + PULL, "Authorization", BASIC)));
  }

  @Test
  void wrongPasswordsAreRefused() {
    String wrong = new Access.Basic("user", "guess").header();
    assertEquals(401, http.get("/token?scope=" + PULL, "Authorization", wrong).statusCode());
  }

  @Test
  void tokensExpire() {
    tokens.uses(1);
    String token = token("?scope=" + PULL);
    assertEquals(200, get(token));
    var refused = http.get(MANIFEST, "Authorization", "Bearer " + token);
    assertTrue(challenge(refused).endsWith(",error=\"invalid_token\""), challenge(refused));
    String next = token("?scope=" + PULL);
    tokens.expireAll();
    assertEquals(401, get(next));
  }

  @Test
  void refreshTokensStandForTheirUser() {
    var first = answer(http.get("/token?offline_token=true", "Authorization", BASIC));
    String refresh = first.text("refresh_token", "");
    tokens.member("access_token").noAnonymousPull();
    String form = "grant_type=refresh_token&refresh_token=" + refresh + "&scope=" + PULL;
    var answer = answer(form(form));
    assertEquals(200, get(answer.text("access_token", "")));
    assertEquals(form, registry.requests().get(1).form());
    assertEquals(401, form("grant_type=refresh_token&refresh_token=guess").statusCode());
    assertEquals(200, form("username=user&password=secret").statusCode());
  }

  @Test
  void tokensCanComeFromAnotherHost() {
    try (var host = FakeRegistry.start().protect(new Access.Token(tokens));
        var there = new Http(host.uri())) {
      tokens.at(host);
      String realm = "Bearer realm=\"" + host.uri() + "token\"";
      assertTrue(challenge(http.get(MANIFEST)).startsWith(realm));
      assertEquals(200, get(answer(there.get("/token?scope=" + PULL)).text("token", "")));
    }
  }

  @Test
  void basicIsTheOtherWay() {
    registry.protect(new Access.Basic("user", "secret"));
    assertEquals("Basic realm=\"fake\"", challenge(http.get(MANIFEST)));
    assertEquals(200, http.get(MANIFEST, "Authorization", BASIC).statusCode());
  }

  private String token(String query, String... headers) {
    return answer(http.get("/token" + query, headers)).text("token", "");
  }

  private HttpResponse<byte[]> form(String form) {
    return http.send(
        "POST",
        "/token",
        form.getBytes(UTF_8),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  private int get(String token) {
    return http.get(MANIFEST, "Authorization", "Bearer " + token).statusCode();
  }

  private int post(String token) {
    return http.send(
            "POST", "/v2/a/b/blobs/uploads/", new byte[0], "Authorization", "Bearer " + token)
        .statusCode();
  }

  private static JsonObject answer(HttpResponse<byte[]> response) {
    assertEquals(200, response.statusCode());
    return JsonReader.readObject(response.body());
  }

  private static String challenge(HttpResponse<byte[]> response) {
    return response.headers().firstValue("WWW-Authenticate").orElse("none");
  }
}
