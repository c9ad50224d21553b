package io.jimg.registry.transport;

import static io.jimg.registry.Fixture.failure;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://registry.example.com   | http://auth.example.com/token
          https://registry.example.com   | http://registry.example.com/token
          https://registry.example.com   | https://169.254.169.254/token
          https://registry.example.com   | https://10.0.0.1/token
          https://registry.example.com   | https://127.0.0.1/token
          https://registry.example.com   | https://localhost/token
          https://registry.example.com   | https://[::1]/token
          https://registry.example.com   | https://0.0.0.0/token
          https://registry.example.com   | https://2130706433/token
          https://registry.example.com   | https://127。0。0。1/token
          https://registry.example.com   | https://[::ffff:10.0.0.1]/token
          http://127.0.0.1:5000          | http://169.254.169.254/token
          http://10.0.0.1:5000           | http://0.0.0.0/token
          """)
  void aRealmThatTurnsOurRequestsAgainstTheUserIsRefused(String registry, String realm) {
    String text = failure(() -> Destination.realm(HttpUrl.get(registry), realm));
    assertTrue(text.startsWith("token auth challenge realm "), text);
    assertTrue(text.contains(" is refused: "), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://registry-1.docker.io   | https://auth.docker.io/token
          https://registry.example.com   | https://registry.example.com/token
          https://registry.example.com   | https://8.8.8.8/token
          https://10.0.0.1:5000          | https://10.0.0.1:5001/token
          https://10.0.0.1:5000          | https://127.0.0.1/token
          http://127.0.0.1:5000          | http://127.0.0.1:5001/token
          http://localhost:5000          | http://10.0.0.1/token
          """)
  void otherRealmsAreGoneTo(String registry, String realm) {
    assertEquals(HttpUrl.get(realm), Destination.realm(HttpUrl.get(registry), realm));
  }

  @Test
  void aRealmMustBeAUrl() {
    var registry = HttpUrl.get("https://registry.example.com");
    assertEquals(
        "no realm specified for token auth challenge",
        failure(() -> Destination.realm(registry, "")));
    assertEquals(
        "invalid token auth challenge realm: \"file:///etc/passwd\"",
        failure(() -> Destination.realm(registry, "file:///etc/passwd")));
  }

  @Test
  void aRedirectKeepsSecretsOnlyWithinTheOrigin() {
    var request =
        new Request.Builder()
            .url("https://a.example.com/v2/x")
            .header("Authorization", "Bearer s")
            .header("X-Meta-Team", "blue")
            .header("Range", "bytes=1-")
            .build();
    var same = Destination.redirected(request, "/elsewhere");
    assertEquals(request.headers(), same.headers());
    for (var other :
        new String[] {
          "https://b.example.com/", "https://a.example.com:444/", "//a.example.com:8443/"
        }) {
      var headers = Destination.redirected(request, other).headers();
      assertEquals("{Range=[bytes=1-]}", headers.toMultimap().toString().replace("range", "Range"));
    }
  }

  @Test
  void aRedirectMayGoInwardForContentButNeverToHttpOrTheMetadataService() {
    var request = new Request.Builder().url("https://registry.corp/v2/x").build();
    assertDoesNotThrow(() -> Destination.redirected(request, "https://10.0.0.5/blob"));
    assertEquals(
        "redirect to http://registry.corp/blob is refused: it leads from https to http",
        failure(
            () ->
                Destination.redirected(
                    request, "http://u:p@registry.corp/blob?X-Amz-Signature=s")));
    assertEquals(
        "redirect to https://169.254.169.254/ is refused: no registry lives at that address",
        failure(() -> Destination.redirected(request, "https://169.254.169.254/")));
    assertEquals(
        "redirect of https://registry.corp/v2/x without a usable Location",
        failure(() -> Destination.redirected(request, null)));
  }

  @Test
  void aTokenServersRedirectIsCheckedLikeARealm() {
    var registry = HttpUrl.get("https://registry.example.com");
    var request = new Request.Builder().url("https://auth.example.com/token").build();
    assertEquals(
        "token auth challenge realm https://10.0.0.1/ is refused: a local address of a remote"
            + " registry",
        failure(() -> Destination.redirectedRealm(registry, request, "https://10.0.0.1/")));
    assertDoesNotThrow(
        () -> Destination.redirectedRealm(registry, request, "https://auth2.example.com/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://registry.example.com/v2/a/b/ | http://registry.example.com/x
          https://registry.example.com/v2/a/b/ | //169.254.169.254/x
          https://registry.example.com/v2/a/b/ | https://10.0.0.1/x
          https://registry.example.com/v2/a/b/ | https://localhost/x
          """)
  void anUploadIsNotTakenInwardNorToHttp(String asked, String location) {
    var post = new Request.Builder().url(asked).method("POST", RequestBody.EMPTY).build();
    String text = failure(() -> Destination.upload(answer(post), location));
    assertTrue(text.startsWith("upload location "), text);
    assertTrue(text.contains(" is refused: "), text);
    text = failure(() -> Destination.redirected(post, location));
    assertTrue(text.startsWith("redirect to "), text);
  }

  @Test
  void anUploadGoesOnRelativeToWhereItBegan() {
    var post = new Request.Builder().url("https://a.example.com/v2/x/").build();
    assertEquals(
        "https://a.example.com/v2/x/1?s=a%2Fb",
        Destination.upload(answer(post), "1?s=a%2Fb#there").toString());
    assertEquals(
        "https://b.example.com/1",
        Destination.upload(answer(post), "https://u:p@b.example.com/1").toString());
  }

  private static Response answer(Request request) {
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(202)
        .message("Accepted")
        .build();
  }
}
