package io.jimg.server.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.NotFound;
import io.jimg.oci.RawManifest;
import io.jimg.server.ListenAddress;
import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import io.jimg.testing.Http;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreContentTest {

  private static final Sample.Image IMAGE = Images.hello("hello");
  private static final Sample.Image OTHER = Images.hello("other");

  @TempDir private Path directory;
  private LocalStore store;
  private StoreContent content;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"));
    content = new StoreContent(store);
  }

  @AfterEach
  void close() {
    content.close();
    store.close();
  }

  @Test
  void findsHubNamesWithAndWithoutTheirFirstParts() throws Exception {
    put("nginx:1.25", IMAGE);
    for (String path :
        List.of("nginx", "library/nginx", "docker.io/library/nginx", "docker.io/nginx")) {
      assertServed(IMAGE, path, null, "1.25");
    }
    assertServed(IMAGE, "library/nginx", "docker.io", "1.25");
    assertServed(IMAGE, "nginx", "docker.io", "1.25");
    assertNull(content.tagged(new Repository("nginx"), "1.26"));
    assertNull(content.tagged(new Repository("nginx", "ghcr.io"), "1.25"));
  }

  @Test
  void findsNamesOfOtherRegistriesByTheirPathOrWithTheRegistryInFront() throws Exception {
    put("ghcr.io/org/app:1", IMAGE);
    put("localhost:5000/org/tool:1", OTHER);
    assertServed(IMAGE, "org/app", null, "1");
    assertServed(IMAGE, "ghcr.io/org/app", null, "1");
    assertServed(IMAGE, "org/app", "ghcr.io", "1");
    assertServed(OTHER, "localhost:5000/org/tool", null, "1");
    assertServed(OTHER, "org/tool", "localhost:5000", "1");
  }

  @Test
  void prefersTheHubAndNamesThoseAmongWhichItCannotChoose() throws Exception {
    put("org/app:1", IMAGE);
    put("ghcr.io/org/app:1", OTHER);
    put("ghcr.io/org/tool:1", OTHER);
    put("quay.io/org/tool:1", IMAGE);
    assertServed(IMAGE, "org/app", null, "1");
    assertServed(OTHER, "org/app", "ghcr.io", "1");
    var ambiguous = new Repository("org/tool");
    var failure = assertThrows(NotFound.class, () -> content.tagged(ambiguous, "1"));
    assertEquals(
        "org/tool may be ghcr.io/org/tool or quay.io/org/tool: put the registry in front",
        failure.sentence());
  }

  @Test
  void servesWhatAnIndexLeadsToAndOnlyThat() throws Exception {
    var index = Images.multiArch("hello");
    var nested = Images.index().add(index, null).build();
    put("app:1", nested);
    put("other:1", OTHER);
    var app = new Repository("app");
    for (var child : nested.children()) {
      assertManifest(child, content.manifest(app, child.descriptor().digest()));
    }
    assertManifest(nested.manifest(), content.manifest(app, nested.digest()));
    assertNull(content.manifest(app, OTHER.digest()));
    assertNull(content.manifest(new Repository("nobody"), nested.digest()));
  }

  @Test
  void aPlatformThatWasNotPulledIsNotThere() throws Exception {
    var arm = Images.hello("hello", "linux/arm64/v8");
    var index = Images.index().add(IMAGE).entry(arm.descriptor()).build();
    put("app:1", index);
    assertManifest(IMAGE.manifest(), content.manifest(new Repository("app"), IMAGE.digest()));
    assertNull(content.manifest(new Repository("app"), arm.digest()));
  }

  @Test
  void servesNamesWithDigestsAndListsTagsOnly() throws Exception {
    put("app:b", IMAGE);
    put("app:a", OTHER);
    put("app@" + IMAGE.digest(), IMAGE);
    var app = new Repository("app");
    assertManifest(IMAGE.manifest(), content.manifest(app, IMAGE.digest()));
    assertEquals(List.of("a", "b"), content.tags(app));
    assertNull(content.tags(new Repository("nobody")));
  }

  @Test
  void listsEveryRepositoryByAPathThatFindsIt() throws Exception {
    put("nginx:1", IMAGE);
    put("org/app:1", IMAGE);
    put("ghcr.io/org/app:1", OTHER);
    assertEquals(List.of("ghcr.io/org/app", "library/nginx", "org/app"), content.repositories());
    for (String path : content.repositories()) {
      assertNotNull(content.tags(new Repository(path)));
    }
  }

  @Test
  void aStoreThatDoesNotExistIsEmpty() {
    assertEquals(List.of(), content.repositories());
    assertNull(content.tagged(new Repository("nginx"), "1"));
    assertEquals(false, Files.exists(directory.resolve("store")));
  }

  @Test
  void servesOverHttpAndTakesNothing() throws Exception {
    put("nginx:1", IMAGE);
    var layer = IMAGE.layers().getFirst();
    var loopback = ListenAddress.parse("127.0.0.1:0");
    try (var server = RegistryServer.start(loopback, RegistryHandler.readOnly(content));
        var http = new Http(URI.create("http://127.0.0.1:" + server.address().getPort()))) {
      assertArrayEquals(IMAGE.manifest().content(), http.get("/v2/nginx/manifests/1").body());
      String path = "/v2/nginx/blobs/" + layer.digest();
      byte[] stored = layer.stored();
      assertArrayEquals(stored, http.get(path).body());
      var part = http.get(path, "Range", "bytes=7-");
      assertEquals(206, part.statusCode());
      assertArrayEquals(Arrays.copyOfRange(stored, 7, stored.length), part.body());
      assertEquals(405, http.send("POST", "/v2/nginx/blobs/uploads/", stored).statusCode());
      assertEquals(405, http.send("DELETE", path, null).statusCode());
    }
  }

  @Test
  void aDamagedManifestIsAnErrorAndNotAnAnswer() throws Exception {
    put("nginx:1", IMAGE);
    var file = directory.resolve("store/blobs/sha256").resolve(IMAGE.digest().hex());
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 1;
    damage(file, bytes);
    var loopback = ListenAddress.parse("127.0.0.1:0");
    try (var server = RegistryServer.start(loopback, RegistryHandler.readOnly(content));
        var http = new Http(URI.create("http://127.0.0.1:" + server.address().getPort()))) {
      assertEquals(500, http.get("/v2/nginx/manifests/1").statusCode());
    }
  }

  @Test
  void doesNotHandOnAnImageThatIsKnownToBeDamaged() throws Exception {
    put("nginx:1", IMAGE);
    put("nginx:2", OTHER);
    var layer = IMAGE.layers().getLast().digest();
    store.catalog().image(IMAGE.digest());
    store.catalog().image(OTHER.digest());
    store.catalog().remember(layer, new LayerFacts.Measured(layer, 1));
    var nginx = new Repository("nginx");
    var failure = assertThrows(IntegrityFailure.class, () -> content.tagged(nginx, "1"));
    assertEquals("filesystem layer verification failed for digest " + layer, failure.sentence());
    assertNotNull(content.tagged(nginx, "2"));
  }

  private static void damage(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
  }

  private void put(String name, Sample sample) throws InterruptedException {
    Stores.put(store, name, sample);
  }

  private void assertServed(Sample expected, String path, @Nullable String namespace, String tag) {
    var repository = new Repository(path, namespace);
    assertManifest(expected.manifest(), content.tagged(repository, tag));
    assertManifest(expected.manifest(), content.manifest(repository, expected.digest()));
    for (var blob : expected.blobs().entrySet()) {
      var served = content.blob(repository, blob.getKey());
      assertEquals(blob.getValue().length, served == null ? -1 : served.size());
    }
  }

  private static void assertManifest(RawManifest expected, @Nullable RawManifest actual) {
    assertNotNull(actual);
    assertEquals(expected.descriptor().mediaType(), actual.descriptor().mediaType());
    assertEquals(expected.descriptor().digest(), actual.descriptor().digest());
    assertArrayEquals(expected.content(), actual.content());
  }
}
