package io.jimg.registry;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {

  private static final Sample.Image IMAGE = Images.hello("hello");

  private final FakeRegistry registry = FakeRegistry.start().serve("a/b", "1", IMAGE);
  private final Fixture fixture = new Fixture();
  private RegistryClient client;

  @BeforeEach
  void open() {
    client = fixture.client();
  }

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void aManifestIsTheBytesAsServedAfterOneRequest() {
    var manifest = client.manifest(name(registry, "a/b:1"));
    assertEquals(IMAGE.descriptor(), manifest.descriptor());
    assertArrayEquals(IMAGE.manifest().content(), manifest.content());
    assertEquals(List.of("GET /v2/a/b/manifests/1"), registry.lines());
  }

  @Test
  void aDigestWinsOverATagAndNoTagMeansLatest() {
    registry.serve("a/b", "latest", IMAGE);
    client.manifest(name(registry, "a/b:2@" + IMAGE.digest()));
    client.manifest(name(registry, "a/b"));
    assertEquals(
        List.of("GET /v2/a/b/manifests/" + IMAGE.digest(), "GET /v2/a/b/manifests/latest"),
        registry.lines());
  }

  @Test
  void requestsSayWhoAsksAndWhatIsAccepted() {
    var settings =
        fixture.settings().withHttpHeaders(Map.of("X-Meta-Team", "blue", "X-Other", "no"));
    try (var meta = new RegistryClient(settings, Fixture.credentials(Map.of()))) {
      meta.manifest(name(registry, "a/b:1"));
    }
    var request = registry.requests().getFirst();
    assertEquals("jimg/1.2.3", request.header("User-Agent"));
    assertEquals("blue", request.header("X-Meta-Team"));
    assertNull(request.header("X-Other"));
    assertEquals(
        "application/vnd.oci.image.index.v1+json,"
            + " application/vnd.docker.distribution.manifest.list.v2+json,"
            + " application/vnd.oci.image.manifest.v1+json,"
            + " application/vnd.docker.distribution.manifest.v2+json,"
            + " application/vnd.docker.distribution.manifest.v1+prettyjws",
        request.header("Accept"));
  }

  @Test
  void headTellsTheDigestAndNothingMore() {
    assertEquals(IMAGE.digest(), client.head(name(registry, "a/b:1")));
    assertNull(client.head(name(registry, "a/b:2")));
    registry.fault(Match.head(), Faults.withHeader("Docker-Content-Digest", "sha256:../../x"));
    assertNull(client.head(name(registry, "a/b:1")));
    registry.heal();
    registry.fault(Match.head(), Faults.withoutHeader("Docker-Content-Digest"));
    assertNull(client.head(name(registry, "a/b:1")));
    assertEquals(4, registry.requests().size());
  }

  @Test
  void aPinnedDigestIsHashedWhateverTheHeaderSays() {
    var other = Images.hello("other");
    registry.serve("a/b", "2", other);
    for (var claimed : List.of(IMAGE.digest(), other.digest())) {
      registry.heal();
      registry.fault(
          Match.manifest(IMAGE.digest()),
          Faults.answer(
              200,
              Map.of(
                  "Content-Type", MediaType.OCI_MANIFEST.value(),
                  "Docker-Content-Digest", claimed.toString()),
              other.manifest().content()));
      assertThrows(
          IntegrityFailure.class, () -> client.manifest(name(registry, "a/b@" + IMAGE.digest())));
    }
  }

  @Test
  void theHeaderNeverNamesAManifestPulledByTag() {
    registry.fault(
        Match.manifests(), Faults.withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64)));
    assertEquals(IMAGE.digest(), client.manifest(name(registry, "a/b:1")).descriptor().digest());
  }

  @Test
  void aServerThatDoesNotKnowMediaTypesIsUnderstoodByTheDocument() {
    for (var header : List.of("application/json", "text/plain; charset=utf-8", "")) {
      registry.heal();
      registry.fault(Match.manifests(), Faults.withHeader("Content-Type", header));
      assertEquals(IMAGE.descriptor(), client.manifest(name(registry, "a/b:1")).descriptor());
    }
    registry.heal();
    registry.fault(Match.manifests(), Faults.answer(200, Map.of(), "{\"manifests\":[]}"));
    assertEquals(
        MediaType.OCI_INDEX, client.manifest(name(registry, "a/b:1")).descriptor().mediaType());
  }

  @Test
  void aManifestThatCouldBeEitherKindIsRefusedWhenItIsParsed() {
    registry.fault(
        Match.manifests(),
        Faults.answer(200, Map.of(), "{\"manifests\":[],\"config\":{},\"layers\":[]}"));
    var manifest = client.manifest(name(registry, "a/b:1"));
    assertThrows(InvalidInput.class, manifest::parse);
  }

  @Test
  void aDocumentIsNotTakenForWhatTheHeaderMakesOfIt() {
    registry.fault(
        Match.manifests(), Faults.withHeader("Content-Type", MediaType.OCI_INDEX.value()));
    var manifest = client.manifest(name(registry, "a/b@" + IMAGE.digest()));
    assertThrows(InvalidInput.class, manifest::parse);
  }

  @Test
  void moreThanFourMebibytesAreNoManifest() {
    registry.fault(Match.manifests(), Faults.endless(MediaType.OCI_MANIFEST.value()));
    assertEquals(
        "Get \"http://"
            + registry.host()
            + "/v2/a/b/manifests/1\": the answer is longer than 4194304 bytes",
        failure(() -> client.manifest(name(registry, "a/b:1"))));
  }

  @Test
  void aBlobArrivesWholeFromAnyOffsetInOneRequest() {
    var layer = IMAGE.layers().getFirst();
    for (int offset : List.of(0, 1, layer.stored().length - 1)) {
      registry.forget();
      var got = new ByteArrayOutputStream();
      client.blob(name(registry, "a/b"), layer.descriptor(), offset, body -> transfer(body, got));
      byte[] stored = layer.stored();
      assertArrayEquals(
          java.util.Arrays.copyOfRange(stored, offset, stored.length), got.toByteArray());
      assertEquals(1, registry.requests().size());
    }
  }

  @Test
  void whatIsCompleteOrEmptyIsNotAskedFor() {
    var layer = IMAGE.layers().getFirst().descriptor();
    var empty = Descriptor.of(MediaType.OCI_LAYER, new byte[0]);
    client.blob(name(registry, "a/b"), layer, layer.size(), body -> assertEquals(-1, body.read()));
    client.blob(name(registry, "a/b"), empty, 0, body -> assertEquals(-1, body.read()));
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void aConfigIsVerified() {
    assertArrayEquals(IMAGE.configBytes(), client.content(name(registry, "a/b"), IMAGE.config()));
    registry.fault(Match.blobs(), Faults.corrupt(3));
    assertThrows(
        IntegrityFailure.class, () -> client.content(name(registry, "a/b"), IMAGE.config()));
    var huge = new Descriptor(MediaType.OCI_CONFIG, IMAGE.id(), Long.MAX_VALUE);
    registry.forget();
    assertThrows(RegistryFailure.class, () -> client.content(name(registry, "a/b"), huge));
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void tagsComeFromAllPages() {
    registry.fault(
        Match.tags().and(request -> request.query().isEmpty()),
        Faults.answer(
            200,
            Map.of("Link", "</v2/a/b/tags/list?last=1&n=1>; rel=\"next\""),
            "{\"name\":\"a/b\",\"tags\":[\"0\"]}"));
    registry.serve("a/b", "2", IMAGE);
    assertEquals(List.of("0", "2"), client.tags(name(registry, "a/b")));
    assertEquals(
        List.of("GET /v2/a/b/tags/list", "GET /v2/a/b/tags/list?last=1&n=1"), registry.lines());
  }

  @Test
  void anEmptyTagListMayBeNull() {
    registry.fault(Match.tags(), Faults.answer(200, Map.of(), "{\"name\":\"a/b\",\"tags\":null}"));
    assertEquals(List.of(), client.tags(name(registry, "a/b")));
  }

  @Test
  void tagListsThatTurnInACircleOrAreRubbishAreRefused() {
    registry.fault(
        Match.tags(),
        Faults.answer(200, Map.of("Link", "<?last=1>; rel=\"next\""), "{\"tags\":[\"0\"]}"));
    assertEquals(
        "tag list of " + registry.host() + "/a/b is refused: its pages do not end",
        failure(() -> client.tags(name(registry, "a/b"))));
    registry.heal();
    registry.fault(Match.tags(), Faults.answer(200, Map.of(), "{\"tags\":[\"../../x\"]}"));
    assertEquals(
        "tag list of " + registry.host() + "/a/b is not valid: invalid tag format",
        failure(() -> client.tags(name(registry, "a/b"))));
    registry.heal();
    registry.fault(Match.tags(), Faults.endless("application/json"));
    assertEquals(
        "Get \"http://"
            + registry.host()
            + "/v2/a/b/tags/list\": the answer is longer than 4194304 bytes",
        failure(() -> client.tags(name(registry, "a/b"))));
  }

  @Test
  void aNextPageElsewhereIsLookedForHere() {
    try (var other = FakeRegistry.start()) {
      registry.fault(
          Match.tags().and(request -> request.query().isEmpty()),
          Faults.answer(
              200, Map.of("Link", "<" + other.uri() + "x?n=7>; rel=next"), "{\"tags\":[]}"));
      client.tags(name(registry, "a/b"));
      assertEquals(List.of(), other.lines());
      assertEquals("GET /v2/a/b/tags/list?n=7", registry.lines().getLast());
    }
  }

  @Test
  void digestsOfOtherAlgorithmsAreHashedToo() {
    var image = Images.image().sha512().build();
    registry.serve("a/c", image);
    RawManifest manifest = client.manifest(name(registry, "a/c").withDigest(image.digest()));
    assertEquals(image.digest(), manifest.descriptor().digest());
  }

  @Test
  void aNameWithoutAHostCannotBeAsked() {
    assertEquals(
        "Get \"https:/v2/\": http: no Host in request URL",
        failure(() -> client.manifest(Reference.parse("a_b.com/c:1"))));
  }

  private static void transfer(BlobBody body, ByteArrayOutputStream to) {
    try {
      body.transferTo(to);
    } catch (IOException e) {
      throw new AssertionError("a blob body throws none", e);
    }
  }
}
