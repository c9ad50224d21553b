package io.jimg.registry.answer;

import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.RegistryFailure;
import io.jimg.registry.Fixture;
import io.jimg.registry.Mutation;
import io.jimg.registry.RegistryClient;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Match;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `docker pull` (CLI 28, classic store) says to the same answers; `HOST` stands for the
/// registry.
class ErrorTextTest {

  private static final String DENIED =
      "pull access denied for HOST/a/b, repository does not exist or may require 'jimg login': ";

  private final FakeRegistry registry = FakeRegistry.start();
  private final Fixture fixture = new Fixture();
  private final RegistryClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          404 | <html>no</html> | unknown: <html>no</html>
          404 | ~~ | ~unknown: ~
          404 | {"errors":[]} | unknown: {"errors":[]}
          405 | no | unknown: no
          403 | {"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]} | denied
          404 | {"errors":[{"code":"STRANGE","message":"odd"}]} | unknown: odd
          404 | {"errors":[{"code":"STRANGE","message":"odd"},{"code":"DENIED","message":"odd2"}]} | unknown: odd
          401 | {"errors":[{"code":"UNAUTHORIZED","message":"authentication required","detail":null}]} | unauthorized
          401 | {"errors":[{"code":"UNAUTHORIZED","message":"authentication required","detail":[]}]} | unauthorized: authentication required
          401 | nope | unauthorized: nope
          500 | boo | received unexpected HTTP status: 500 Internal Server Error
          503 | {"errors":[{"code":"UNAVAILABLE","message":"odd"}]} | received unexpected HTTP status: 503 Service Unavailable
          429 | {"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]} | toomanyrequests: You have reached your pull rate limit.
          429 | slow down | toomanyrequests: slow down
          404 | {"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"1"}}]} | manifest for HOST/a/b:1 not found: manifest unknown: manifest unknown
          404 | {"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]} | manifest unknown
          404 | {"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry","detail":{"name":"x"}}]} | repository HOST/a/b not found: name unknown: repository name not known to registry
          400 | {"errors":[{"code":"MANIFEST_INVALID","message":"bad","detail":1}]} | manifest invalid: bad
          404 | {"errors":[{"code":"UNKNOWN","message":"a\\u001b[31mb"}]} | unknown: a\\x1b[31mb
          """)
  void aRefusalIsToldAsDockerTellsIt(int status, String body, String expected) {
    assertEquals(expected.replace("HOST", registry.host()), pull(status, Map.of(), body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          404 | <html>no</html> | error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: "<html>no</html>"
          404 | ~~ | error parsing HTTP 404 response body: unexpected end of JSON input: ""
          404 | {"errors":[]} | error parsing HTTP 404 response body: no error details found in HTTP response body: "{\\"errors\\":[]}"
          401 | nope | unauthorized: authentication required
          """)
  void whatCallsItselfJsonHasToBeIt(int status, String body, String expected) {
    var json = Map.of("Content-Type", "application/json; charset=utf-8");
    assertEquals(expected, pull(status, json, body));
  }

  @Test
  void deniedPullsComeWithAHint() {
    String body = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"go away\"}]}";
    assertEquals(host(DENIED + "denied: go away"), pull(403, Map.of(), body));
    assertEquals(host(DENIED + "denied: why"), pull(403, Map.of(), "{\"details\":\"why\"}"));
    assertEquals("unauthorized: why", pull(401, Map.of(), "{\"details\":\"why\"}"));
  }

  @Test
  void aDigestIsToldWithoutTheTag() {
    String digest = "sha256:" + "0".repeat(64);
    var failure =
        assertThrows(
            RegistryFailure.class, () -> client.manifest(name(registry, "a/b:1@" + digest)));
    assertEquals(
        host("manifest for HOST/a/b@" + digest + " not found: manifest unknown: manifest unknown"),
        failure.sentence());
    assertEquals(404, failure.status());
    assertEquals("MANIFEST_UNKNOWN", failure.code());
  }

  @Test
  void anUnknownRepositoryHasNoTags() {
    var failure = assertThrows(RegistryFailure.class, () -> client.tags(name(registry, "a/b")));
    assertEquals(
        host(
            "repository HOST/a/b not found: name unknown:"
                + " repository name not known to registry"),
        failure.sentence());
  }

  @Test
  void aPageForPeopleIsNoManifest() {
    assertEquals(
        "error unmarshalling content: invalid character '<' looking for beginning of value",
        pull(200, Map.of("Content-Type", "text/html"), "<html>hi</html>"));
  }

  @Test
  void anEndlessErrorIsCut() {
    registry.fault(Match.manifests(), Faults.answer(404, Map.of(), "x".repeat(3 << 20)));
    var failure =
        assertThrows(RegistryFailure.class, () -> client.manifest(name(registry, "a/b:1")));
    assertEquals(true, failure.sentence().length() < 1200);
  }

  @Test
  void deepAndDamagedDocumentsAreDeclaredFailures() {
    String deep = "[".repeat(100_000);
    for (int status : new int[] {200, 404}) {
      pull(status, Map.of("Content-Type", "application/json"), deep);
      pull(status, Map.of(), "{\"errors\":" + deep);
      pull(status, Map.of(), "{\"errors\":[{\"detail\":" + deep);
    }
  }

  @Test
  void twentyThousandMutatedErrorsAreRead() {
    var random = new Random(7);
    String good =
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\",\"detail\":{\"a\":[1,2e5,true]}}],"
            + "\"details\":\"x\"}";
    for (int i = 0; i < 20_000; i++) {
      byte[] body = Mutation.of(good, random).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      try {
        ErrorBody.read(body).errors(404).forEach(RegistryError::text);
      } catch (io.jimg.error.InvalidInput e) {
        assertEquals(false, e.sentence().isEmpty());
      }
    }
  }

  private String pull(int status, Map<String, String> headers, String body) {
    registry.heal();
    registry.fault(Match.manifests(), Faults.answer(status, headers, body));
    return Fixture.failure(() -> client.manifest(name(registry, "a/b:1")));
  }

  private String host(String text) {
    return text.replace("HOST", registry.host());
  }
}
