package io.jimg.registry.upload;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.docker.Credential;
import io.jimg.error.IntegrityFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.MediaType;
import io.jimg.registry.Fixture;
import io.jimg.registry.RegistryClient;
import io.jimg.server.ErrorCode;
import io.jimg.server.content.Repository;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Http;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Request;
import io.jimg.testing.Sample;
import io.jimg.testing.TokenServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadTest {

  private static final int MIB = 1 << 20;
  private static final byte[] BYTES = noise(20 * MIB);
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER, BYTES);
  private static final Predicate<Request> CONTENT =
      Match.uploads().and(Match.method("PUT").or(Match.method("PATCH")));
  private static final Predicate<Request> STATUS = Match.uploads().and(Match.get());

  private final FakeRegistry registry = FakeRegistry.start();
  private final Fixture fixture = new Fixture();
  private final RegistryClient client = fixture.client();
  private final List<Long> progress = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void aBlobGoesInOnePieceWhenNothingIsInTheWay() {
    send();
    assertArrived();
    assertEquals(List.of("POST", "PUT"), methods());
    assertEquals(BYTES.length, progress.getLast());
    assertTrue(progress.size() > 100, "told in " + progress.size() + " steps");
  }

  @Test
  void aCutUploadGoesOnInChunksWhereTheRegistryStopped() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    send();
    assertArrived();
    assertEquals(List.of("POST", "PUT", "GET", "PATCH", "PATCH", "PUT"), methods());
    var first = patches().getFirst();
    assertEquals(3 * MIB + "-" + (19 * MIB - 1), first.header("Content-Range"));
    assertNothingTwice();
  }

  @Test
  void anUploadThatIsCutOverAndOverEndsOnlyWhenNothingArrivesAnyMore() {
    registry.fault(CONTENT, Faults.cutUploadAfter(MIB / 2).times(8));
    send();
    assertArrived();
    assertEquals(8, fixture.pauses.size());
    assertNothingTwice();
    registry.forget();
    fixture.pauses.clear();
    registry.fault(CONTENT, Faults.cutUploadAfter(10));
    assertThrows(RuntimeException.class, this::send);
    assertEquals(4, fixture.pauses.size());
  }

  @Test
  void serverErrorsInTheMiddleAreTriedAgain() {
    for (int status : List.of(500, 502, 503, 504, 408)) {
      registry.forget();
      registry.fault(CONTENT, Faults.answer(status).once());
      send();
      assertArrived();
      assertEquals(1, registry.count(CONTENT.and(r -> r.status() == status)));
    }
  }

  @Test
  void aChunkThatIsRefusedFollowsTheOffsetThatTheRegistryReports() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    registry.fault(Match.method("PATCH"), Faults.answer(416).once());
    send();
    assertArrived();
    assertEquals(2, registry.count(STATUS));
    assertNothingTwice();
  }

  @Test
  void aRegistryThatRefusesEveryChunkIsGivenUp() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    registry.fault(Match.method("PATCH"), Faults.answer(416));
    assertThrows(RuntimeException.class, this::send);
    assertTrue(registry.count(Match.method("PATCH")) <= 6);
  }

  @Test
  void aRegistryThatTakesNothingOfItsChunksIsGivenUp() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    registry.fault(
        Match.method("PATCH"), Faults.answer(202, Map.of("Range", "0-" + (3 * MIB - 1)), ""));
    assertEquals("invalid content range", failure(this::send));
    assertTrue(registry.count(Match.method("PATCH")) <= 6);
  }

  @Test
  void anOffsetThatCannotBeIsNotBelieved() {
    for (String range : List.of("0-" + (19 * MIB), "0-" + Long.MAX_VALUE, "7-9", "nonsense", "")) {
      registry.forget();
      registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
      registry.fault(STATUS, Faults.withHeader("Range", range).once());
      send();
      assertArrived();
      assertEquals(2, registry.count(Match.method("POST")), range);
    }
  }

  @Test
  void aWrongOffsetThatIsBelievedIsFoundByTheDigestAndTheBlobSentOnceMore() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    registry.fault(STATUS, Faults.withHeader("Range", "0-" + (2 * MIB - 1)).once());
    registry.fault(Match.method("PATCH"), Faults.withoutRequestHeader("Content-Range"));
    send();
    assertArrived();
    assertEquals(2, registry.count(Match.method("POST")));
  }

  @Test
  void aProxyThatLetsOnlySmallRequestsThroughGetsSmallOnes() {
    int limit = 3 * MIB;
    registry.fault(CONTENT.and(longerThan(limit)), Faults.html(413));
    send();
    assertArrived();
    assertEquals(10, registry.count(CONTENT.and(longerThan(0)).and(longerThan(limit).negate())));
    assertEquals(List.of(), fixture.pauses);
    registry.heal();
    registry.fault(CONTENT.and(longerThan(1000)), Faults.html(413));
    assertEquals("unknown: <html><body>Please log in</body></html>", failure(this::send));
  }

  @Test
  void chunksAreNotShorterThanTheRegistryWants() {
    registry.fault(Match.method("POST"), Faults.withHeader("OCI-Chunk-Min-Length", "" + 6 * MIB));
    registry.fault(CONTENT, Faults.cutUploadAfter(100 << 10).times(4));
    send();
    assertArrived();
    assertEquals(6 * MIB, length(patches().get(3)));
  }

  private static Predicate<Request> longerThan(long bytes) {
    return request -> length(request) > bytes;
  }

  private static long length(Request request) {
    String length = request.header("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  @Test
  void aBlobThatTheRegistryFindsWrongIsNotSentOverAndOver() {
    registry.fault(CONTENT, Faults.answer(ErrorCode.DIGEST_INVALID));
    assertEquals(
        "digest invalid: provided digest did not match uploaded content", failure(this::send));
    assertEquals(1, registry.count(CONTENT));
  }

  @Test
  void anUploadThatTheRegistryHasLostBeginsAnew() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    registry.fault(STATUS, Faults.answer(ErrorCode.BLOB_UPLOAD_UNKNOWN));
    send();
    assertArrived();
    assertEquals(2, registry.count(Match.method("POST")));
  }

  @Test
  void aBlobWhoseLastAnswerIsLostIsFoundToBeThere() {
    registry.fault(CONTENT, Faults.lostAnswer().once());
    send();
    assertArrived();
    assertEquals(List.of("POST", "PUT", "GET", "HEAD"), methods());
  }

  @Test
  void aRegistryThatIsSilentAfterAnUploadIsAskedHowFarItGot() {
    registry.fault(CONTENT, Faults.stall().once());
    try (var impatient = fixture.impatient()) {
      send(impatient);
    }
    assertArrived();
  }

  @Test
  void aLostLocationEndsTheUpload() {
    registry.fault(Match.method("POST"), Faults.withoutHeader("Location"));
    assertEquals(
        "Post \"http://"
            + registry.host()
            + "/v2/a/b/blobs/uploads/\": the registry does not say where to upload to",
        failure(this::send));
    assertEquals(1, registry.requests().size());
  }

  @Test
  void anAnswerThatNamesNoNewLocationMeansTheOldOne() {
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    registry.fault(STATUS.or(Match.method("PATCH")), Faults.withoutHeader("Location"));
    send();
    assertArrived();
    assertNothingTwice();
  }

  @Test
  void aLocationMayBeRelativeAndHaveAQuery() {
    registry.fault(
        Match.method("POST"), Faults.changeHeader("Location", at -> at + "?_state=a%2Fb%3D"));
    send();
    assertArrived();
    var put = registry.requests().getLast();
    assertTrue(fixture.trace.stream().noneMatch(line -> line.contains("_state")));
    assertEquals("_state=a%2Fb%3D&digest=sha256%3A" + BLOB.digest().hex(), put.query());
  }

  @Test
  void aLocationOnAnotherHostGetsTheContentAndNoSecret() {
    var tokens = new TokenServer().user("me", "secret");
    registry.protect(new Access.Token(tokens));
    try (var elsewhere = FakeRegistry.start();
        var known = fixture.client(new Credential.Basic("me", "secret"))) {
      registry.fault(
          Match.method("POST").and(Match.header("Authorization")),
          Faults.answer(202, Map.of("Location", open(elsewhere)), ""));
      elsewhere.forget();
      send(known);
      var put = elsewhere.requests().getFirst();
      assertEquals("PUT", put.method());
      assertNull(put.header("Authorization"));
      assertEquals(201, put.status());
    }
  }

  @Test
  void aLocationElsewhereThatAsksForCredentialsGetsNone() {
    registry.protect(new Access.Basic("me", "secret"));
    try (var elsewhere = FakeRegistry.start();
        var known = fixture.client(new Credential.Basic("me", "secret"))) {
      elsewhere.protect(new Access.Basic("me", "secret"));
      registry.fault(
          Match.method("POST").and(Match.header("Authorization")),
          Faults.answer(202, Map.of("Location", elsewhere.uri() + "v2/a/b/blobs/uploads/1"), ""));
      assertThrows(RuntimeException.class, () -> send(known));
      assertEquals(1, elsewhere.requests().size());
      assertNull(elsewhere.requests().getFirst().header("Authorization"));
    }
  }

  @Test
  void forbiddenLocationsAreNotGoneTo() {
    for (String location :
        List.of("http://169.254.169.254/latest/", "http://0.0.0.0:1/x", "http://[fe80::1]/x")) {
      registry.heal();
      registry.forget();
      registry.fault(Match.method("POST"), Faults.answer(202, Map.of("Location", location), ""));
      assertEquals(
          "upload location " + location + " is refused: no registry lives at that address",
          failure(this::send));
      assertEquals(1, registry.requests().size());
    }
  }

  @Test
  void aTokenThatExpiresWhileTheBlobIsSentIsRenewedWithoutSendingItAgain() {
    registry.protect(new Access.Token(new TokenServer().user("me", "secret").uses(2)));
    registry.fault(CONTENT, Faults.cutUploadAfter(3 * MIB).once());
    try (var known = fixture.client(new Credential.Basic("me", "secret"))) {
      send(known);
    }
    assertArrived();
    assertNothingTwice();
    assertTrue(registry.count(Match.token()) > 1);
  }

  @Test
  void aSlowRefusalInTheMiddleOfTheContentIsAnswered() {
    var tokens = new TokenServer().user("me", "secret").uses(1);
    registry.protect(new Access.Token(tokens));
    registry.fault(CONTENT, Faults.slow(Duration.ofMillis(300)).once());
    try (var known = fixture.client(new Credential.Basic("me", "secret"))) {
      send(known);
    }
    assertArrived();
  }

  @Test
  void whoMayNotPushIsToldSoAtOnce() {
    registry.protect(new Access.Token(new TokenServer()));
    assertEquals("denied: requested access to the resource is denied", failure(this::send));
    registry.protect(new Access.Basic("me", "secret"));
    assertEquals("no basic auth credentials", failure(this::send));
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void tooManyRequestsAreWaitedForAsLongAsTheRegistryAsks() {
    registry.fault(CONTENT, Faults.tooManyRequests("7").once());
    registry.fault(Match.method("POST"), Faults.tooManyRequests("3").once());
    send();
    assertArrived();
    assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(7)), fixture.pauses);
  }

  @Test
  void contentThatIsTooShortOrCannotBeReadEndsTheUploadAtOnce() {
    var upload = client.writer().upload(name(registry, "a/b"), BLOB);
    assertThrows(
        IntegrityFailure.class,
        () -> upload.send(offset -> new ByteArrayInputStream(new byte[10]), at -> {}));
    var problem = new IllegalStateException("disk");
    assertEquals(
        problem,
        assertThrows(
            IllegalStateException.class,
            () ->
                upload.send(
                    offset -> {
                      throw problem;
                    },
                    at -> {})));
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void redirectsOfContentAreFollowedWithoutSecretsAndOldOnesRefused() {
    registry.protect(new Access.Basic("me", "secret"));
    try (var elsewhere = FakeRegistry.start();
        var known = fixture.client(new Credential.Basic("me", "secret"))) {
      registry.fault(Match.method("POST"), Faults.redirectTo(elsewhere));
      send(known);
      assertTrue(elsewhere.requests().stream().allMatch(r -> r.header("Authorization") == null));
      assertArrayEquals(BYTES, bytes(elsewhere));
      registry.heal();
      registry.fault(Match.method("POST"), Faults.redirectTo(302, elsewhere.uri()));
      assertEquals(
          "received unexpected HTTP status: 302 Temporary Redirect", failure(() -> send(known)));
    }
  }

  @Test
  void aBlobIsMountedWithOneRequest() {
    registry.content().putBlob(new Repository("x/y"), BLOB.digest(), BYTES);
    assertTrue(client.writer().upload(name(registry, "a/b"), BLOB).mount("x/y"));
    assertArrived();
    assertEquals(
        List.of("POST /v2/a/b/blobs/uploads/?mount=" + BLOB.digest() + "&from=x/y"),
        registry.lines());
  }

  @Test
  void whatIsNotMountedIsSentWhereTheRegistrySays() {
    var upload = client.writer().upload(name(registry, "a/b"), BLOB);
    assertFalse(upload.mount("x/y"));
    assertFalse(upload.mount("x/z"));
    upload.send(UploadTest::from, progress::add);
    assertArrived();
    assertEquals(List.of("POST", "DELETE", "POST", "PUT"), methods());
  }

  @Test
  void aMountAsksForTheRightToReadTheOtherRepository() {
    registry.protect(new Access.Token(new TokenServer().user("me", "secret")));
    registry.content().putBlob(new Repository("x/y"), BLOB.digest(), BYTES);
    try (var known = fixture.client(new Credential.Basic("me", "secret"))) {
      assertTrue(known.writer().upload(name(registry, "a/b"), BLOB).mount("x/y"));
    }
    var token = registry.requests().stream().filter(Match.token()).findFirst().orElseThrow();
    assertTrue(
        token
            .query()
            .endsWith("&scope=repository%3Aa%2Fb%3Apull%2Cpush&scope=repository%3Ax%2Fy%3Apull"),
        token.query());
  }

  @Test
  void aMountThatIsForbiddenIsNoFailure() {
    registry.protect(new Access.Token(new TokenServer().user("me", "secret")));
    registry.fault(
        Match.token().and(r -> r.query().contains("x/y")), Faults.answer(ErrorCode.DENIED));
    try (var known = fixture.client(new Credential.Basic("me", "secret"))) {
      var upload = known.writer().upload(name(registry, "a/b"), BLOB);
      assertFalse(upload.mount("x/y"));
      upload.send(UploadTest::from, progress::add);
    }
    assertArrived();
  }

  @Test
  void aManifestIsStoredToTheByteAsTheTypeItHas() {
    for (Sample sample : List.of(Images.hello("x"), Images.multiArch("x"))) {
      registry.serve("a/b", sample);
      var tagged = name(registry, "a/b:1");
      client.writer().putManifest(tagged, sample.manifest());
      assertArrayEquals(sample.manifest().content(), client.manifest(tagged).content());
      assertEquals(sample.descriptor(), client.manifest(tagged).descriptor());
    }
    var image = Images.hello("other");
    image.blobs().forEach((d, b) -> registry.content().putBlob(new Repository("a/b"), d, b));
    var byDigest = name(registry, "a/b").withDigest(image.digest());
    assertFalse(client.writer().hasManifest(byDigest, image.digest()));
    client.writer().putManifest(byDigest, image.manifest());
    assertTrue(client.writer().hasManifest(byDigest, image.digest()));
  }

  @Test
  void aManifestThatIsRefusedSaysWhy() {
    var image = Images.hello("x");
    assertEquals(
        "manifest blob unknown: blob unknown to registry",
        failure(() -> client.writer().putManifest(name(registry, "a/b:1"), image.manifest())));
  }

  @Test
  void blobsAreLookedForWithoutBeingFetched() {
    registry.content().putBlob(new Repository("a/b"), BLOB.digest(), BYTES);
    assertTrue(client.writer().hasBlob(name(registry, "a/b"), BLOB.digest()));
    assertFalse(client.writer().hasBlob(name(registry, "a/c"), BLOB.digest()));
    assertEquals(List.of("HEAD", "HEAD"), methods());
  }

  private void send() {
    send(client);
  }

  private void send(RegistryClient client) {
    client.writer().upload(name(registry, "a/b"), BLOB).send(UploadTest::from, progress::add);
  }

  private static ByteArrayInputStream from(long offset) {
    return new ByteArrayInputStream(BYTES, (int) offset, BYTES.length - (int) offset);
  }

  /// The place of a new upload in `registry`.
  private static String open(FakeRegistry registry) {
    try (var http = new Http(registry.uri())) {
      var response = http.send("POST", "/v2/a/b/blobs/uploads/", new byte[0]);
      return registry.uri().resolve(response.headers().firstValue("Location").orElseThrow()) + "";
    }
  }

  private List<Request> patches() {
    return registry.requests().stream().filter(Match.method("PATCH")).toList();
  }

  private List<String> methods() {
    return registry.requests().stream().map(Request::method).toList();
  }

  private void assertArrived() {
    assertArrayEquals(BYTES, bytes(registry));
    registry.content().removeBlob(new Repository("a/b"), BLOB.digest());
  }

  private static byte[] bytes(FakeRegistry registry) {
    var blob = registry.content().blob(new Repository("a/b"), BLOB.digest());
    var bytes = new ByteArrayOutputStream();
    if (blob != null) {
      assertDoesNotThrow(() -> blob.copy(0, blob.size(), bytes));
    }
    return bytes.toByteArray();
  }

  /// What the registry read is the blob, and nothing of it twice.
  private void assertNothingTwice() {
    assertEquals(
        BYTES.length, registry.requests().stream().mapToLong(Request::bytesReceived).sum());
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }
}
