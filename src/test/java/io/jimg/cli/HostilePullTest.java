package io.jimg.cli;

import static io.jimg.testing.Match.get;
import static io.jimg.testing.Match.manifest;
import static io.jimg.testing.Match.manifests;
import static io.jimg.testing.Match.tags;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.Repository;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pulls from a registry that cheats: each is one sentence and exit code 1, and leaves no name, no
/// manifest and no config behind. What is tried is in docs/security.md.
@Timeout(60)
class HostilePullTest {

  private static final Repository APP = new Repository("app");
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String NO_IMAGES = "REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n";

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String app;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
    app = registry.host() + "/app";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Digest serve(String tag, MediaType type, String document) {
    byte[] bytes = document.getBytes(UTF_8);
    var manifest = new RawManifest(Descriptor.of(type, bytes), bytes);
    registry.content().putManifest(APP, manifest);
    registry.content().putTag(APP, tag, manifest.descriptor().digest());
    return manifest.descriptor().digest();
  }

  private static String descriptor(MediaType type, String digest, String size) {
    return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
  }

  private static String image(String config, String... layers) {
    return "{\"schemaVersion\":2,\"config\":"
        + config
        + ",\"layers\":["
        + String.join(",", layers)
        + "]}";
  }

  private static String index(String... entries) {
    return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}";
  }

  private Set<String> blobs() throws IOException {
    var directory = jimg.root().resolve("blobs/sha256");
    if (!Files.exists(directory)) {
      return Set.of();
    }
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(toSet());
    }
  }

  /// What it says; nothing is stored or named.
  private String refused(String name) throws IOException {
    var before = blobs();
    String listed = jimg.out("images", "-a", "--digests");
    var result = jimg.run("pull", name);
    assertEquals(1, result.status(), result::toString);
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals(before, blobs(), result.err());
    assertEquals(listed, jimg.out("images", "-a", "--digests"));
    return result.err().strip();
  }

  // a manifest or an index (CVE-2021-41190)

  @Test
  void aDocumentThatCouldBeReadAsEitherIsRefused() throws IOException {
    String config = descriptor(MediaType.OCI_CONFIG, DIGEST, "1");
    String both = "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[],\"manifests\":[]}";
    String half = "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}";
    String other = "{\"schemaVersion\":2,\"config\":" + config + ",\"manifests\":[]}";
    for (String document : List.of(both, half, other)) {
      for (var type :
          List.of(
              MediaType.OCI_INDEX,
              MediaType.OCI_MANIFEST,
              MediaType.DOCKER_LIST,
              MediaType.DOCKER_MANIFEST)) {
        serve("1", type, document);
        assertEquals(
            type.isIndex()
                ? "Error: index: expected index but found manifest"
                : "Error: ocimanifest: expected manifest but found index",
            refused(app + ":1"));
      }
    }
  }

  @Test
  void aMediaTypeThatContradictsTheHeaderIsRefused() throws IOException {
    var image = Images.hello("one");
    registry.serve("app", image);
    String document = new String(image.manifest().content(), UTF_8);
    serve("1", MediaType.DOCKER_MANIFEST, document);
    assertEquals(
        "Error: mediaType in manifest should be '"
            + MediaType.DOCKER_MANIFEST
            + "' not '"
            + MediaType.OCI_MANIFEST
            + "'",
        refused(app + ":1"));
  }

  @Test
  void oneDigestIsNotServedAsTwoTypes() throws IOException {
    var image = Images.image().manifest("mediaType", new JsonNull()).build();
    registry.serve("app", image);
    var lie =
        new Descriptor(
            MediaType.DOCKER_MANIFEST,
            image.digest(),
            image.descriptor().size(),
            new Platform("linux", "amd64", ""),
            Map.of(),
            List.of());
    registry.serve("app", "1", Images.index().entry(lie).build());
    assertEquals(
        "manifest "
            + image.digest()
            + " is application/vnd.oci.image.manifest.v1+json where its index says"
            + " application/vnd.docker.distribution.manifest.v2+json",
        refused(app + ":1"));
  }

  /// What is here as an index is not taken for the manifest of an image because somebody says so.
  @Test
  void whatIsHereIsNotReadAsAnotherType() throws IOException {
    var index = Images.index().add(Images.hello("one")).build();
    registry.serve("app", "1", index);
    jimg.out("pull", app + ":1");
    var lie =
        new Descriptor(
            MediaType.OCI_MANIFEST,
            index.digest(),
            index.descriptor().size(),
            new Platform("linux", "amd64", ""),
            Map.of(),
            List.of());
    registry.serve("app", "2", Images.index().entry(lie).build());
    assertEquals(
        "if present, mediaType in manifest should be '"
            + MediaType.OCI_MANIFEST
            + "' not '"
            + MediaType.OCI_INDEX
            + "'",
        refused(app + ":2"));
  }

  // digests that are none (CVE-2024-3727)

  @Test
  void malformedDigestsInAnyFieldAreRefusedBeforeAnythingIsAsked() throws IOException {
    for (String digest :
        List.of(
            "sha256:../../../etc/passwd",
            "sha256:" + "a".repeat(63),
            "sha256:" + "a".repeat(65),
            "sha256:" + "A".repeat(64),
            "md5:" + "a".repeat(32),
            "sha256:" + "a".repeat(61) + "%2f",
            "sha256:" + "a".repeat(63) + "/",
            "sha256:" + "a".repeat(63) + "\\u0000",
            "sha256",
            "")) {
      String config = descriptor(MediaType.OCI_CONFIG, DIGEST, "1");
      String bad = descriptor(MediaType.OCI_LAYER, digest, "1");
      serve("config", MediaType.OCI_MANIFEST, image(bad));
      serve("layer", MediaType.OCI_MANIFEST, image(config, bad));
      serve("index", MediaType.OCI_INDEX, index(bad));
      for (String tag : List.of("config", "layer", "index")) {
        registry.forget();
        refused(app + ":" + tag);
        assertEquals(List.of("GET /v2/app/manifests/" + tag), registry.lines(), digest);
      }
    }
  }

  @Test
  void tagsThatAreNoneArePulledFromNowhere() throws IOException {
    registry.fault(
        tags(),
        Faults.answer(
            200,
            Map.of("Content-Type", "application/json"),
            "{\"name\":\"app\",\"tags\":[\"../../../etc\"]}"));
    var result = jimg.run("pull", "-a", app);
    assertEquals(1, result.status());
    assertEquals("Error: tag list of " + app + " is not valid: invalid tag format\n", result.err());
    assertEquals(List.of("GET /v2/app/tags/list"), registry.lines());
  }

  // a digest is what was asked for (CVE-2025-24882)

  @Test
  void anotherManifestThanThePinnedOneIsRefusedWhateverTheHeaderSays() throws IOException {
    var wanted = Images.hello("wanted");
    var other = Images.hello("other");
    registry.serve("app", "1", other);
    registry.serve("app", wanted);
    for (var header : List.of(wanted.digest(), other.digest())) {
      registry.heal();
      registry.fault(
          get().and(manifest(wanted.digest())),
          Faults.answer(
              200,
              Map.of(
                  "Content-Type",
                  MediaType.OCI_MANIFEST.value(),
                  "Docker-Content-Digest",
                  header.toString()),
              new String(other.manifest().content(), UTF_8)));
      String said = refused(app + "@" + wanted.digest());
      assertTrue(said.contains("manifest verification failed for digest " + wanted.digest()), said);
    }
  }

  // sizes (CVE-2023-25153, CVE-2020-1702)

  @Test
  void endlessManifestsEndAtFourMebibytes() throws IOException {
    registry.fault(manifests(), Faults.endless(MediaType.OCI_MANIFEST.value()));
    assertTrue(refused(app + ":1").endsWith("the answer is longer than 4194304 bytes"));
  }

  /// In a thread of its own: who counts over 2^63 reads for ever and hears no interrupt.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void sizesThatNothingHasAreRefusedAndNotReserved() throws IOException {
    var image = Images.hello("one");
    registry.serve("app", image);
    String config =
        descriptor(MediaType.OCI_CONFIG, image.id().toString(), "" + image.config().size());
    String layer = image.layers().getFirst().digest().toString();
    for (String size :
        List.of("9223372036854775807", "9223372036854775808", "-1", "1e3", "\"1\"")) {
      serve(
          "config",
          MediaType.OCI_MANIFEST,
          image(descriptor(MediaType.OCI_CONFIG, image.id().toString(), size)));
      serve(
          "layer",
          MediaType.OCI_MANIFEST,
          image(
              config,
              descriptor(MediaType.OCI_LAYER_GZIP, layer, size),
              descriptor(MediaType.OCI_LAYER, layer, size)));
      serve(
          "index",
          MediaType.OCI_INDEX,
          index(descriptor(MediaType.OCI_MANIFEST, image.digest().toString(), size)));
      for (String tag : List.of("config", "index")) {
        refused(app + ":" + tag);
      }
      var result = jimg.run("pull", app + ":layer");
      assertEquals(1, result.status(), size);
      assertEquals(1, result.err().lines().count(), result.err());
      assertEquals(NO_IMAGES, jimg.out("images"));
    }
  }

  // depth (CVE-2025-52999)

  @Test
  void documentsNestedAHundredThousandDeepAreOneSentence() throws IOException {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    serve("manifest", MediaType.OCI_MANIFEST, "{\"x\":" + deep + "}");
    serve("index", MediaType.OCI_INDEX, "{\"manifests\":" + deep + "}");
    assertTrue(refused(app + ":manifest").endsWith("exceeded max depth"));
    assertTrue(refused(app + ":index").endsWith("exceeded max depth"));
    byte[] config = ("{\"config\":" + deep + "}").getBytes(UTF_8);
    var descriptor = Descriptor.of(MediaType.OCI_CONFIG, config);
    registry.content().putBlob(APP, descriptor.digest(), config);
    serve(
        "config",
        MediaType.OCI_MANIFEST,
        image(
            descriptor(MediaType.OCI_CONFIG, descriptor.digest().toString(), "" + config.length)));
    var result = jimg.run("pull", app + ":config");
    assertEquals(1, result.status());
    assertTrue(result.err().endsWith("exceeded max depth\n"), result.err());
    assertEquals(NO_IMAGES, jimg.out("images"));
  }

  // content and digest

  @Test
  void theRightDigestWithAnotherSizeIsRefused() throws IOException {
    var image = Images.hello("one");
    registry.serve("app", image);
    String id = image.id().toString();
    var layer = image.layers().getFirst();
    for (int wrong : List.of(-1, 1)) {
      serve(
          "1",
          MediaType.OCI_MANIFEST,
          image(descriptor(MediaType.OCI_CONFIG, id, "" + (image.config().size() + wrong))));
      refused(app + ":1");
      serve(
          "2",
          MediaType.OCI_MANIFEST,
          image(
              descriptor(MediaType.OCI_CONFIG, id, "" + image.config().size()),
              descriptor(
                  MediaType.OCI_LAYER_GZIP,
                  layer.digest().toString(),
                  "" + (layer.stored().length + wrong))));
      var result = jimg.run("pull", app + ":2");
      assertEquals(1, result.status());
      assertEquals(NO_IMAGES, jimg.out("images"));
      serve(
          "3",
          MediaType.OCI_INDEX,
          index(
              descriptor(
                  MediaType.OCI_MANIFEST,
                  image.digest().toString(),
                  "" + (image.descriptor().size() + wrong))));
      refused(app + ":3");
    }
  }

  // platforms (CVE-2022-24778): the manifest that is used is the one that is checked

  @Test
  void theCheckedManifestIsTheOneThatIsUsedWhereverItStands() throws IOException {
    var last = Images.hello("amd64");
    var index =
        Images.index()
            .add(Images.hello("arm64", "linux/arm64/v8"))
            .add(Images.hello("riscv", "linux/riscv64"))
            .add(last)
            .build();
    registry.serve("app", "1", index);
    registry.fault(
        get().and(manifest(last.digest())), Faults.swap(Images.hello("evil").manifest().content()));
    String said = refused(app + ":1");
    assertTrue(said.contains("manifest verification failed for digest " + last.digest()), said);
    registry.heal();
    jimg.out("pull", "--platform", "linux/amd64", app + ":1");
    assertEquals(last.id().toString() + "\n", jimg.out("images", "-q", "--no-trunc"));
  }
}
