package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonReader;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.StoreFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceStoreTest {

  @TempDir(factory = InMemory.class)
  Path directory;

  private LocalStore store;
  private Path root;

  @BeforeEach
  void open() {
    root = directory.resolve("store");
    store = LocalStore.open(root);
  }

  @AfterEach
  void close() {
    store.close();
  }

  static Entry entry(@Nullable String name, int content) {
    var manifest = Digest.of(("manifest " + content).getBytes(UTF_8));
    var index = new Descriptor(MediaType.OCI_INDEX, Digest.of(new byte[] {(byte) content}), 500);
    var reference = name == null ? null : Reference.parse(name);
    return new Entry(reference, index, manifest, List.of(), "2026-01-02T03:04:05Z");
  }

  static List<Entry> sorted(Iterable<Entry> entries) {
    var list = new ArrayList<Entry>();
    entries.forEach(list::add);
    list.sort(Comparator.comparing(entry -> new String(EntryLine.write(entry), UTF_8)));
    return list;
  }

  private void put(Entry... entries) {
    store
        .references()
        .update(
            draft -> {
              List.of(entries).forEach(draft::put);
              return true;
            });
  }

  @Test
  void whatWasPutIsThereForTheNextProcess() {
    var nginx = entry("nginx:1.25", 1);
    var pinned = entry("quay.io/a/b@" + Digest.of(new byte[0]), 2);
    var nameless = entry(null, 3);
    put(nginx, pinned, nameless);
    try (var later = LocalStore.open(root)) {
      var references = later.references().snapshot();
      assertEquals(sorted(List.of(nginx, pinned, nameless)), references.entries());
      assertEquals(nginx, references.find(Reference.parse("nginx:1.25")));
      assertNull(references.find(Reference.parse("nginx:1.2")));
      assertNull(references.find(Reference.parse("nginx:1.255")));
    }
  }

  @Test
  void theIndexIsAnOciIndexThatOtherToolsRead() throws Exception {
    put(entry("nginx:1.25", 1));
    var json = JsonReader.readObject(Files.readAllBytes(root.resolve("index.json")));
    assertEquals(2, json.integer("schemaVersion", 0));
    assertEquals(MediaType.OCI_INDEX.value(), json.text("mediaType"));
    var manifest = json.objects("manifests").getFirst();
    assertEquals(
        Map.of(
            "io.containerd.image.name", "docker.io/library/nginx:1.25",
            "org.opencontainers.image.ref.name", "docker.io/library/nginx:1.25",
            "io.jimg.manifest", Digest.of("manifest 1".getBytes(UTF_8)).toString(),
            "io.jimg.tagged", "2026-01-02T03:04:05Z"),
        manifest.textMap("annotations"));
    assertEquals(
        "{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(root.resolve("oci-layout")));
  }

  @Test
  void manyRandomChangesGiveWhatAMapWouldGive() {
    var random = new SplittableRandom(7);
    var expected = new TreeMap<String, Entry>();
    for (int round = 0; round < 60; round++) {
      store
          .references()
          .update(
              draft -> {
                for (int i = 0; i < 5; i++) {
                  var name = "repo" + random.nextInt(20) + ":t" + random.nextInt(12);
                  var entry = entry(random.nextInt(6) == 0 ? null : name, random.nextInt(100));
                  var key = new String(EntryLine.key(entry), UTF_8);
                  if (random.nextInt(3) == 0) {
                    draft.remove(entry);
                    expected.remove(key);
                  } else {
                    draft.put(entry);
                    expected.put(key, entry);
                  }
                  if (random.nextInt(4) == 0) {
                    assertEquals(sorted(expected.values()), draft.entries());
                  }
                }
                return true;
              });
      var references = store.references().snapshot();
      assertEquals(sorted(expected.values()), references.entries());
      assertEquals(
          references.entries().stream().filter(entry -> entry.name() == null).toList(),
          references.nameless());
      for (var entry : expected.values()) {
        var name = entry.name();
        assertEquals(name == null ? null : entry, name == null ? null : references.find(name));
      }
    }
  }

  @Test
  void aForeignLayoutKeepsItsFullNamesAndItsOtherAnnotations() throws Exception {
    var digest = Digest.of(new byte[0]);
    Files.createDirectories(root.resolve("blobs/sha256"));
    Files.writeString(root.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    Files.writeString(
        root.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[
          {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%1$s","size":1,
           "annotations":{"org.opencontainers.image.ref.name":"quay.io/a/b:v1"}},
          {"mediaType":"application/vnd.oci.image.index.v1+json","digest":"%1$s","size":2,
           "annotations":{"org.opencontainers.image.ref.name":"latest"}},
          {"mediaType":"application/vnd.oci.image.index.v1+json","digest":"%1$s","size":3,
           "annotations":{"io.containerd.image.name":"docker.io/library/x:1",
                          "org.opencontainers.image.ref.name":"1"}},
          {"mediaType":"application/vnd.oci.image.index.v1+json","digest":"%1$s","size":4,
           "annotations":{"org.opencontainers.image.ref.name":"quay.io/a/b:v1"}}]}
        """
            .formatted(digest));
    var latest =
        new Descriptor(
            MediaType.OCI_INDEX,
            digest,
            2,
            null,
            Map.of("org.opencontainers.image.ref.name", "latest"),
            List.of());
    var expected =
        List.of(
            new Entry(
                Reference.parse("docker.io/library/x:1"),
                new Descriptor(MediaType.OCI_INDEX, digest, 3),
                null,
                List.of(),
                null),
            new Entry(
                Reference.parse("quay.io/a/b:v1"),
                new Descriptor(MediaType.OCI_MANIFEST, digest, 1),
                digest,
                List.of(),
                null),
            new Entry(null, latest, null, List.of(), null),
            new Entry(null, new Descriptor(MediaType.OCI_INDEX, digest, 4), null, List.of(), null));
    assertEquals(expected, store.references().snapshot().entries());
    put(entry("new:1", 1));
    assertEquals(
        sorted(
            List.of(
                expected.get(0),
                expected.get(1),
                expected.get(2),
                expected.get(3),
                entry("new:1", 1))),
        store.references().snapshot().entries());
  }

  @Test
  void aDamagedIndexIsOneSentenceAndStaysAsItIs() throws Exception {
    put(entry("nginx:1.25", 1));
    var index = root.resolve("index.json");
    String whole = Files.readString(index);
    String cut = whole.substring(0, whole.length() - 20);
    Files.writeString(index, cut);
    var failure = assertThrows(StoreFailure.class, () -> put(entry("nginx:1.26", 1)));
    assertEquals("cannot read " + index + ": unexpected end of JSON input", failure.getMessage());
    assertEquals(cut, Files.readString(index));
  }

  @Test
  void aLostIndexIsNotTakenForAnEmptyStore() throws Exception {
    put(entry("nginx:1.25", 1));
    Files.delete(root.resolve("index.json"));
    assertThrows(StoreFailure.class, () -> store.references().snapshot());
    assertThrows(StoreFailure.class, () -> put(entry("nginx:1.26", 1)));
  }

  @Test
  void aDraftThatThrowsChangesNothing() {
    put(entry("nginx:1.25", 1));
    var before = store.references().snapshot().entries();
    assertThrows(
        IllegalStateException.class,
        () ->
            store
                .references()
                .update(
                    draft -> {
                      draft.put(entry("nginx:1.26", 2));
                      throw new IllegalStateException();
                    }));
    assertEquals(before, store.references().snapshot().entries());
  }

  @Test
  void aStoreOfANewerFormatIsRefused() throws Exception {
    put(entry("nginx:1.25", 1));
    Files.writeString(root.resolve("jimg/format"), "2\n");
    var failure = assertThrows(StoreFailure.class, () -> LocalStore.open(root));
    assertEquals(
        "the image store " + root + " has format 2, this jimg knows formats up to 1",
        failure.getMessage());
  }

  /// Counts how often the disk is waited for.
  private static final class Counting extends StoreFiles {
    private int forces;

    @Override
    public void force(FileChannel channel, Path file) throws IOException {
      forces++;
      super.force(channel, file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      forces++;
      super.forceDirectory(directory);
    }
  }

  @Test
  void aTagWaitsForTheDiskThreeTimesAndANoteOfNothingNever() {
    put(entry("nginx:1.25", 1));
    var files = new Counting();
    try (var later = LocalStore.open(root, files, BootId.current())) {
      for (int expected : new int[] {3, 3}) {
        later
            .references()
            .update(
                draft -> {
                  var source = Objects.requireNonNull(draft.find(Reference.parse("nginx:1.25")));
                  draft.put(source.withName(Reference.parse("other:1")));
                  return true;
                });
        assertEquals(expected, files.forces);
      }
    }
  }
}
