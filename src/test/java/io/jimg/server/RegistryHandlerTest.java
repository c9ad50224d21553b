package io.jimg.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.JimgException;
import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.Repository;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Http;
import io.jimg.testing.Images;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHandlerTest {

  private static final int MUTATIONS = 20_000;
  private static final long SEED = 20_240_917;
  private static final Digest DIGEST = Digest.of(new byte[0]);

  @Test
  void pathsAreRead() {
    var repository = new Repository("a/b-c/d__e");
    String name = "/v2/a/b-c/d__e";
    assertEquals(new Route.Base(), Route.parse("/v2/", null));
    assertEquals(new Route.Catalog(), Route.parse("/v2/_catalog", null));
    assertEquals(new Route.Tags(repository), Route.parse(name + "/tags/list", null));
    assertEquals(
        new Route.TaggedManifest(repository, "1.0"), Route.parse(name + "/manifests/1.0", null));
    assertEquals(
        new Route.ManifestOf(repository, DIGEST), Route.parse(name + "/manifests/" + DIGEST, null));
    assertEquals(
        new Route.BlobOf(repository, DIGEST), Route.parse(name + "/blobs/" + DIGEST, null));
    assertEquals(new Route.Uploads(repository), Route.parse(name + "/blobs/uploads/", null));
    assertEquals(
        new Route.Upload(repository, "x-1"), Route.parse(name + "/blobs/uploads/x-1", null));
  }

  @Test
  void namesMayContainTheWordsOfTheProtocol() {
    assertEquals(
        new Route.TaggedManifest(new Repository("manifests/tags"), "blobs"),
        Route.parse("/v2/manifests/tags/manifests/blobs", null));
    assertEquals(
        new Route.Tags(new Repository("localhost:5000/a", "ghcr.io")),
        Route.parse("/v2/localhost:5000/a/tags/list", "ghcr.io"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/v2",
        "/v1/",
        "/v2//tags/list",
        "/v2/A/b/tags",
        "/v2/tags/list",
        "/v2/a/../b/tags/list",
        "/v2/a/manifests/-x",
        "/v2/a/manifests/",
        "/v2/a/tags/lists",
        "/v2/a/b/c",
        "/v2/UPPER/tags/list",
        "/v2/a/blobs/uploads",
        "/v2/blobs/uploads/",
        "/v2/blobs/uploads/x"
      })
  void otherPathsAreUnknown(String path) {
    try {
      assertEquals(new Route.Unknown(), Route.parse(path, null));
    } catch (JimgException e) {
      assertTrue(path.contains("/blobs/"), path);
    }
  }

  @Test
  void noPathConfusesIt() {
    var random = new SplittableRandom(SEED);
    var corpus =
        List.of(
            "/v2/a/b/manifests/1",
            "/v2/a/blobs/" + DIGEST,
            "/v2/a/blobs/uploads/1",
            "/v2/_catalog",
            "/v2/docker.io:5000/a/tags/list",
            "/v2/a/manifests/" + DIGEST);
    for (int i = 0; i < MUTATIONS; i++) {
      String path = mutate(corpus.get(random.nextInt(corpus.size())), random);
      try {
        Route.parse(path, null);
      } catch (JimgException e) {
        assertTrue(e.sentence().length() > 0);
      }
      ByteRange.parse(mutate("bytes=10-20", random), 100);
    }
  }

  private static String mutate(String text, SplittableRandom random) {
    var mutated = new StringBuilder(text);
    for (int i = random.nextInt(1, 4); i > 0 && !mutated.isEmpty(); i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, (char) random.nextInt(128));
        case 2 -> mutated.setCharAt(at, "/:-_.=%9\u00e9\ud800".charAt(random.nextInt(10)));
        default -> mutated.append(mutated, at, mutated.length());
      }
    }
    return mutated.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-,0,99",
    "bytes=10-19,10,19",
    "bytes=10-1000,10,99",
    "bytes=-10,90,99",
    "bytes=-1000,0,99",
    "bytes=99-,99,99"
  })
  void rangesAreRead(String header, long first, long last) {
    assertEquals(new ByteRange(first, last), ByteRange.parse(header, 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
  void rangesBeyondTheEndAreEmpty(String header) {
    var range = ByteRange.parse(header, 100);
    assertTrue(range != null && range.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5",
        "bytes=9-3",
        "bytes=1-2,4-5",
        "items=1-2",
        "bytes=a-b",
        "bytes=1-99999999999999999999",
        "bytes=--1"
      })
  void otherRangesMeanTheWhole(String header) {
    assertNull(ByteRange.parse(header, 100));
  }

  @Test
  void manifestsThatAreTooLargeAreNotRead() {
    try (var registry = FakeRegistry.start();
        var http = new Http(registry.uri())) {
      byte[] large = new byte[RawManifest.MAX_SIZE + 1];
      assertEquals(413, http.send("PUT", "/v2/a/manifests/1", large).statusCode());
    }
  }

  @Test
  void aBlobIsTakenInOneRequest() {
    byte[] blob = "whole".getBytes(UTF_8);
    String start = "/v2/a/blobs/uploads/?digest=";
    try (var registry = FakeRegistry.start();
        var http = new Http(registry.uri())) {
      assertEquals(201, http.send("POST", start + Digest.of(blob), blob).statusCode());
      assertEquals(400, http.send("POST", start + DIGEST, blob).statusCode());
      assertEquals(400, http.send("POST", start + "rubbish", blob).statusCode());
    }
  }

  @Test
  void chunksMustFollowOneAnother() {
    try (var registry = FakeRegistry.start();
        var http = new Http(registry.uri())) {
      var started = http.send("POST", "/v2/a/blobs/uploads/", new byte[0]);
      String place = started.headers().firstValue("Location").orElseThrow();
      byte[] chunk = new byte[10];
      assertEquals(416, http.send("PATCH", place, chunk, "Content-Range", "5-14").statusCode());
      assertEquals(202, http.send("PATCH", place, chunk, "Content-Range", "0-9").statusCode());
      var status = http.get(place);
      assertEquals("0-9", status.headers().firstValue("Range").orElse("none"));
      assertEquals(416, http.send("PATCH", place, chunk, "Content-Range", "0-9").statusCode());
    }
  }

  @Test
  void aTagCanBeDeleted() {
    try (var registry = FakeRegistry.start().serve("a", "1", Images.hello("x"));
        var http = new Http(registry.uri())) {
      assertEquals(202, http.send("DELETE", "/v2/a/manifests/1", null).statusCode());
      assertEquals(404, http.send("DELETE", "/v2/a/manifests/1", null).statusCode());
    }
  }
}
