package io.jimg.cli.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.JimgException;
import io.jimg.image.lists.ListDocument;
import io.jimg.image.lists.NamedManifest;
import io.jimg.oci.Descriptor;
import io.jimg.oci.JsonReader;
import io.jimg.oci.Manifest;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.output.ManifestView;
import io.jimg.reference.Reference;
import io.jimg.registry.Mutation;
import io.jimg.server.content.Repository;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged documents: nothing but a sentence escapes, and what is shown says what was received.
class HostileManifestTest {

  private static final int ROUNDS = 10_000;

  @TempDir Path home;

  @Test
  void aDamagedManifestIsShownAsItIsOrNotAtAll() {
    int shown = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      var sample = seed % 2 == 0 ? Images.multiArch("one") : Images.hello("one");
      String text = new String(sample.manifest().content(), UTF_8);
      byte[] bytes = Mutation.of(text, new Random(seed)).getBytes(UTF_8);
      var type = sample.descriptor().mediaType();
      var manifest = new RawManifest(Descriptor.of(type, bytes), bytes);
      try {
        var parsed = manifest.parse();
        shown++;
        assertEquals(
            JsonReader.read(bytes), JsonReader.read(ManifestView.text(manifest)), "seed " + seed);
        show(manifest, parsed);
      } catch (JimgException e) {
        assertTrue(!e.sentence().isEmpty(), "seed " + seed);
      }
    }
    assertTrue(shown > ROUNDS / 20, "shown: " + shown);
  }

  private static void show(RawManifest manifest, Manifest parsed) {
    var named = new NamedManifest(Reference.parse("a:1"), manifest);
    JsonReader.readObject(ManifestView.verbose(named).getBytes(UTF_8));
    if (parsed instanceof Manifest.Index(var entries, _)) {
      var list = ListDocument.of(entries);
      var again = (Manifest.Index) list.parse();
      assertEquals(
          entries.stream().map(Descriptor::digest).toList(),
          again.manifests().stream().map(Descriptor::digest).toList());
    }
  }

  @Test
  void aDamagedListOfTheStoreIsASentence() throws Exception {
    var jimg = new Cli(home);
    String list = "example.com/list:1";
    try (var registry = FakeRegistry.start()) {
      registry.serve("app", "1", Images.hello("one"));
      String app = registry.host() + "/app:1";
      jimg.out("manifest", "create", "--insecure", list, app);
      jimg.out("manifest", "annotate", list, app, "--variant", "v2");
    }
    Path file;
    try (var files = Files.list(jimg.root().resolve("jimg/lists"))) {
      file = files.toList().getFirst();
    }
    String whole = Files.readString(file);
    int read = 0;
    try (var store = LocalStore.open(jimg.root())) {
      for (int seed = 0; seed < ROUNDS / 10; seed++) {
        Files.write(file, Mutation.of(whole, new Random(seed)).getBytes(UTF_8));
        try {
          store.lists().find(Reference.parse(list));
          read++;
        } catch (JimgException e) {
          assertTrue(e.sentence().contains(file.toString()), e.sentence());
        }
      }
    }
    assertTrue(read < ROUNDS / 20, "read: " + read);
  }

  @Test
  void digestsThatWouldBePathsAreRefused() {
    var jimg = new Cli(home);
    try (var registry = FakeRegistry.start()) {
      for (String digest :
          List.of(
              "sha256:../../../etc/passwd",
              "sha256:" + "A".repeat(64),
              "sha256:" + "a".repeat(63),
              "sha256:" + "a".repeat(65),
              "md5:" + "a".repeat(32),
              "sha256:%2e%2e%2f" + "a".repeat(55),
              "sha256:" + "a".repeat(63) + "\\u0000")) {
        String entry = "{\"mediaType\":\"m\",\"size\":1,\"digest\":\"" + digest + "\"}";
        String index = "{\"schemaVersion\":2,\"manifests\":[" + entry + "]}";
        String image = "{\"schemaVersion\":2,\"config\":" + entry + ",\"layers\":[]}";
        for (var document : List.of(index, image)) {
          byte[] bytes = document.getBytes(UTF_8);
          var type = document.equals(index) ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
          var manifest = new RawManifest(Descriptor.of(type, bytes), bytes);
          var repository = new Repository("app");
          registry.content().putManifest(repository, manifest);
          registry.content().putTag(repository, "1", manifest.descriptor().digest());
          registry.forget();
          String app = registry.host() + "/app:1";
          var result = jimg.run("manifest", "create", "--insecure", "list", app);
          assertEquals(1, result.status(), digest);
          assertEquals(1, result.err().lines().count(), result.err());
          assertEquals(1, registry.requests().size(), digest);
        }
      }
    }
  }
}
