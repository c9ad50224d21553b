package io.jimg.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.oci.JsonReader;
import io.jimg.oci.MediaType;
import io.jimg.testing.Http;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What clients rely on, and docker-registry and the fake must both do.
interface RegistryContract {

  /// A client of the registry under test.
  Http http();

  /// The path of a repository that nobody used before.
  String repository();

  byte[] BLOB = "one blob, not very long, but long enough for ranges".getBytes(UTF_8);
  Digest DIGEST = Digest.of(BLOB);
  Digest ABSENT = Digest.of("nobody has this".getBytes(UTF_8));

  @Test
  default void saysThatItIsARegistry() {
    var response = http().get("/v2/");
    assertEquals(200, response.statusCode());
    assertEquals("registry/2.0", header(response, "Docker-Distribution-Api-Version"));
  }

  @Test
  default void takesABlobInTwoSteps() {
    String repository = repository();
    var created = push(repository, BLOB);
    assertEquals(201, created.statusCode());
    assertEquals(DIGEST.toString(), header(created, "Docker-Content-Digest"));
    var location = URI.create(header(created, "Location"));
    assertEquals(blobPath(repository, DIGEST), location.getPath());
    assertArrayEquals(BLOB, http().get(blobPath(repository, DIGEST)).body());
  }

  @Test
  default void tellsOfABlobWithoutSendingIt() {
    String repository = repository();
    push(repository, BLOB);
    var response = http().send("HEAD", blobPath(repository, DIGEST), null);
    assertEquals(200, response.statusCode());
    assertEquals("" + BLOB.length, header(response, "Content-Length"));
    assertEquals(DIGEST.toString(), header(response, "Docker-Content-Digest"));
    assertEquals("bytes", header(response, "Accept-Ranges"));
    assertEquals(0, response.body().length);
  }

  @Test
  default void takesABlobInChunksAndTellsHowFarItIs() {
    String repository = repository();
    String place = header(start(repository), "Location");
    byte[] first = Arrays.copyOf(BLOB, 20);
    byte[] second = Arrays.copyOfRange(BLOB, 20, BLOB.length);
    var patched = http().send("PATCH", place, first, "Content-Range", "0-19");
    assertEquals(202, patched.statusCode());
    assertEquals("0-19", header(patched, "Range"));
    var status = http().get(header(patched, "Location"));
    assertEquals(204, status.statusCode());
    assertEquals("0-19", header(status, "Range"));
    var more = http().send("PATCH", header(status, "Location"), second);
    assertEquals("0-" + (BLOB.length - 1), header(more, "Range"));
    var finished = http().send("PUT", finish(header(more, "Location"), DIGEST), null);
    assertEquals(201, finished.statusCode());
    assertArrayEquals(BLOB, http().get(blobPath(repository, DIGEST)).body());
  }

  @Test
  default void refusesABlobThatIsNotWhatItsDigestSays() {
    String repository = repository();
    String place = header(start(repository), "Location");
    var response = http().send("PUT", finish(place, ABSENT), BLOB);
    assertError(400, "DIGEST_INVALID", response);
    assertError(404, "BLOB_UNKNOWN", http().get(blobPath(repository, ABSENT)));
  }

  @Test
  default void refusesABlobWithoutADigest() {
    String place = header(start(repository()), "Location");
    assertError(400, "DIGEST_INVALID", http().send("PUT", place, BLOB));
  }

  @Test
  default void forgetsAnUploadThatIsCancelled() {
    String place = header(start(repository()), "Location");
    assertEquals(204, http().send("DELETE", place, null).statusCode());
    assertError(404, "BLOB_UPLOAD_UNKNOWN", http().get(place));
  }

  @Test
  default void mountsABlobOfAnotherRepository() {
    String from = repository();
    String to = repository();
    push(from, BLOB);
    assertError(404, "BLOB_UNKNOWN", http().get(blobPath(to, DIGEST)));
    String query = "?mount=" + DIGEST + "&from=" + from;
    var mounted = http().send("POST", "/v2/" + to + "/blobs/uploads/" + query, new byte[0]);
    assertEquals(201, mounted.statusCode());
    assertArrayEquals(BLOB, http().get(blobPath(to, DIGEST)).body());
  }

  @Test
  default void startsAnUploadWhereThereIsNothingToMount() {
    String query = "?mount=" + ABSENT + "&from=" + repository();
    var response =
        http().send("POST", "/v2/" + repository() + "/blobs/uploads/" + query, new byte[0]);
    assertEquals(202, response.statusCode());
    assertEquals(204, http().get(header(response, "Location")).statusCode());
  }

  @Test
  default void servesPartsOfABlob() {
    String repository = repository();
    push(repository, BLOB);
    String path = blobPath(repository, DIGEST);
    int size = BLOB.length;
    assertPart(10, size, http().get(path, "Range", "bytes=10-"));
    assertPart(10, 13, http().get(path, "Range", "bytes=10-12"));
    assertPart(10, size, http().get(path, "Range", "bytes=10-1000"));
    assertPart(size - 5, size, http().get(path, "Range", "bytes=-5"));
  }

  private static void assertPart(int from, int to, HttpResponse<byte[]> response) {
    assertEquals(206, response.statusCode());
    String range = "bytes " + from + "-" + (to - 1) + "/" + BLOB.length;
    assertEquals(range, header(response, "Content-Range"));
    assertArrayEquals(Arrays.copyOfRange(BLOB, from, to), response.body());
  }

  @Test
  default void refusesAPartBeyondTheEnd() {
    String repository = repository();
    push(repository, BLOB);
    // HEAD, because docker-registry 2.8 sends a body that is shorter than its Content-Length.
    String beyond = "bytes=" + BLOB.length + "-";
    var response = http().send("HEAD", blobPath(repository, DIGEST), null, "Range", beyond);
    assertEquals(416, response.statusCode());
    assertEquals("bytes */" + BLOB.length, header(response, "Content-Range"));
  }

  @Test
  default void keepsAManifestToTheByte() {
    String repository = repository();
    var image = Images.hello("contract");
    pushBlobs(repository, image);
    String text = new String(image.manifest().content(), UTF_8);
    byte[] odd = text.replace(",\"layers\"", ",\n   \"layers\"").getBytes(UTF_8);
    var created = put(repository, "odd", image.descriptor().mediaType(), odd);
    assertEquals(201, created.statusCode());
    var digest = Digest.of(odd);
    assertEquals(digest.toString(), header(created, "Docker-Content-Digest"));
    for (String name : List.of("odd", digest.toString())) {
      var response = manifest("GET", repository, name);
      assertEquals(200, response.statusCode());
      assertArrayEquals(odd, response.body());
      assertEquals(image.descriptor().mediaType().value(), header(response, "Content-Type"));
      assertEquals(digest.toString(), header(response, "Docker-Content-Digest"));
    }
  }

  @Test
  default void tellsOfAManifestWithoutSendingIt() {
    String repository = repository();
    var image = Images.hello("contract");
    push(repository, "1", image);
    var response = manifest("HEAD", repository, "1");
    assertEquals(200, response.statusCode());
    assertEquals("" + image.descriptor().size(), header(response, "Content-Length"));
    assertEquals(image.digest().toString(), header(response, "Docker-Content-Digest"));
    assertEquals(image.descriptor().mediaType().value(), header(response, "Content-Type"));
    assertEquals(404, manifest("HEAD", repository, "2").statusCode());
  }

  @Test
  default void takesIndexesAndDockersOwnTypes() {
    String repository = repository();
    var docker = Images.image().docker().layer(Images.hello("x").layers().getFirst()).build();
    push(repository, "oci", Images.multiArch("contract"));
    push(repository, "docker", docker);
    push(repository, "list", Images.index().docker().add(docker).build());
    assertEquals(MediaType.OCI_INDEX.value(), type(manifest("GET", repository, "oci")));
    assertEquals(MediaType.DOCKER_MANIFEST.value(), type(manifest("GET", repository, "docker")));
    assertEquals(MediaType.DOCKER_LIST.value(), type(manifest("GET", repository, "list")));
  }

  @Test
  default void refusesAManifestWhoseBlobsAreMissing() {
    String repository = repository();
    var image = Images.hello("contract");
    push(repository, image.configBytes());
    push(repository, image.layers().getFirst().stored());
    var type = image.descriptor().mediaType();
    var response = put(repository, "1", type, image.manifest().content());
    assertError(400, "MANIFEST_BLOB_UNKNOWN", response);
    assertError(404, "MANIFEST_UNKNOWN", manifest("GET", repository, "1"));
  }

  @Test
  default void refusesWhatIsNoManifest() {
    String repository = repository();
    push(repository, BLOB);
    byte[] rubbish = "no manifest".getBytes(UTF_8);
    assertError(400, "MANIFEST_INVALID", put(repository, "1", MediaType.OCI_MANIFEST, rubbish));
    assertError(
        400,
        "MANIFEST_INVALID",
        put(repository, "1", new MediaType("text/plain"), "{}".getBytes(UTF_8)));
  }

  @Test
  default void refusesAManifestUnderTheWrongDigest() {
    String repository = repository();
    var image = Images.hello("contract");
    pushBlobs(repository, image);
    var type = image.descriptor().mediaType();
    var response = put(repository, ABSENT.toString(), type, image.manifest().content());
    assertError(400, "DIGEST_INVALID", response);
  }

  @Test
  default void namesWhatIsNotThere() {
    String repository = repository();
    assertError(404, "MANIFEST_UNKNOWN", manifest("GET", repository, "nope"));
    assertError(404, "MANIFEST_UNKNOWN", manifest("GET", repository, ABSENT.toString()));
    assertError(404, "BLOB_UNKNOWN", http().get(blobPath(repository, ABSENT)));
    assertError(404, "NAME_UNKNOWN", http().get("/v2/" + repository + "/tags/list"));
    assertError(400, "DIGEST_INVALID", http().get("/v2/" + repository + "/blobs/sha256:abc"));
    assertEquals(404, http().get("/v2/" + repository + "/nonsense/1").statusCode());
    assertEquals(404, http().get("/v2/UPPER/tags/list").statusCode());
  }

  @Test
  default void movesATagAndListsTags() {
    String repository = repository();
    var first = Images.hello("first");
    var second = Images.hello("second");
    push(repository, "b", first);
    push(repository, "a", first);
    push(repository, "b", second);
    assertEquals(second.digest().toString(), contentDigest(manifest("GET", repository, "b")));
    var digest = first.digest().toString();
    assertArrayEquals(first.manifest().content(), manifest("GET", repository, digest).body());
    var response = http().get("/v2/" + repository + "/tags/list");
    var json = JsonReader.readObject(response.body());
    assertEquals(repository, json.text("name"));
    var tags = json.texts("tags");
    assertEquals(List.of("a", "b"), tags == null ? null : List.copyOf(new TreeSet<>(tags)));
  }

  @Test
  default void forgetsAManifestThatIsDeleted() {
    String repository = repository();
    var image = Images.hello("contract");
    push(repository, "1", image);
    String path = "/v2/" + repository + "/manifests/" + image.digest();
    assertEquals(202, http().send("DELETE", path, null).statusCode());
    assertError(404, "MANIFEST_UNKNOWN", manifest("GET", repository, image.digest().toString()));
    assertError(404, "MANIFEST_UNKNOWN", manifest("GET", repository, "1"));
    assertError(404, "MANIFEST_UNKNOWN", http().send("DELETE", path, null));
  }

  private HttpResponse<byte[]> start(String repository) {
    return http().send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]);
  }

  private HttpResponse<byte[]> push(String repository, byte[] blob) {
    String place = header(start(repository), "Location");
    return http().send("PUT", finish(place, Digest.of(blob)), blob);
  }

  private void pushBlobs(String repository, Sample sample) {
    sample.blobs().values().forEach(bytes -> push(repository, bytes));
  }

  private void push(String repository, String tag, Sample sample) {
    pushBlobs(repository, sample);
    for (var child : sample.children()) {
      var descriptor = child.descriptor();
      var name = descriptor.digest().toString();
      assertEquals(
          201, put(repository, name, descriptor.mediaType(), child.content()).statusCode());
    }
    var type = sample.descriptor().mediaType();
    assertEquals(201, put(repository, tag, type, sample.manifest().content()).statusCode());
  }

  private HttpResponse<byte[]> put(String repository, String name, MediaType type, byte[] bytes) {
    String path = "/v2/" + repository + "/manifests/" + name;
    return http().send("PUT", path, bytes, "Content-Type", type.value());
  }

  private HttpResponse<byte[]> manifest(String method, String repository, String name) {
    String accept =
        String.join(
            ", ",
            MediaType.OCI_INDEX.value(),
            MediaType.OCI_MANIFEST.value(),
            MediaType.DOCKER_LIST.value(),
            MediaType.DOCKER_MANIFEST.value());
    return http().send(method, "/v2/" + repository + "/manifests/" + name, null, "Accept", accept);
  }

  private static String blobPath(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  private static String finish(String location, Digest digest) {
    return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("no header " + name);
  }

  private static String type(HttpResponse<byte[]> response) {
    return header(response, "Content-Type");
  }

  private static String contentDigest(HttpResponse<byte[]> response) {
    return header(response, "Docker-Content-Digest");
  }

  private static void assertError(int status, String code, HttpResponse<byte[]> response) {
    String body = new String(response.body(), UTF_8);
    assertEquals(status, response.statusCode(), body);
    var errors = JsonReader.readObject(response.body()).objects("errors");
    assertEquals(List.of(code), errors.stream().map(e -> e.text("code")).toList());
    assertTrue(header(response, "Content-Type").startsWith("application/json"));
  }
}
