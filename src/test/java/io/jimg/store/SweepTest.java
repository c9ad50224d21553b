package io.jimg.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.store.blob.ContentTap;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.index.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

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

  private Set<Digest> blobs() throws IOException {
    try (var files = Files.list(root.resolve("blobs/sha256"))) {
      return files
          .map(file -> new Digest("sha256", file.getFileName().toString()))
          .collect(Collectors.toSet());
    }
  }

  private static Set<Digest> digests(List<Descriptor> descriptors) {
    return descriptors.stream().map(Descriptor::digest).collect(Collectors.toSet());
  }

  private void remove(Entry entry) {
    store
        .references()
        .update(
            draft -> {
              draft.remove(entry);
              return true;
            });
  }

  private Instant anHourAgo() throws IOException {
    return Files.getLastModifiedTime(root.resolve("oci-layout"))
        .toInstant()
        .minus(Duration.ofHours(1));
  }

  @Test
  void removingOneOfTwoImagesKeepsWhatTheyShare() throws Exception {
    var one = Samples.image(1);
    var two = Samples.image(2);
    var first = one.pullInto(store, "one:1");
    two.pullInto(store, "two:1");
    remove(first);
    var gone = store.release(List.of(first));
    var own = digests(one.descriptors());
    own.removeAll(digests(two.descriptors()));
    assertEquals(own, new HashSet<>(gone.blobs()));
    assertEquals(digests(two.descriptors()), blobs());
  }

  @Test
  void anImageWithAnotherNameLosesNothing() throws Exception {
    var image = Samples.image(1);
    var first = image.pullInto(store, "one:1");
    image.pullInto(store, "other:1");
    remove(first);
    assertEquals(Garbage.NONE, store.release(List.of(first)));
  }

  @Test
  void whatALiveLeasePinsOutlivesItsName() throws Exception {
    var image = Samples.image(1);
    var entry = image.pullInto(store, "one:1");
    try (var other = LocalStore.open(root);
        var lease = other.lease()) {
      assertEquals(List.of(), lease.missing(image.descriptors()));
      remove(entry);
      assertEquals(Garbage.NONE, store.release(List.of(entry)));
      assertEquals(Garbage.NONE, store.sweep(Instant.MAX));
      assertEquals(digests(image.descriptors()), blobs());
    }
    store.sweep(Instant.MAX);
    assertEquals(Set.of(), blobs());
  }

  @Test
  void orphansGoWhenTheyAreOldOrAtOnce() throws Exception {
    var image = Samples.image(1);
    var entry = image.pullInto(store, "one:1");
    remove(entry);
    assertEquals(Garbage.NONE, store.sweep(anHourAgo()));
    assertEquals(digests(image.descriptors()), blobs());
    var expected = store.garbage(Instant.MAX, List.of());
    assertEquals(image.blobs().stream().mapToLong(blob -> blob.length).sum(), expected.bytes());
    assertEquals(expected, store.sweep(Instant.MAX));
    assertEquals(Set.of(), blobs());
  }

  @Test
  void thePreviewOfARemovalIsWhatIsFreed() throws Exception {
    var one = Samples.image(1).pullInto(store, "one:1");
    Samples.image(2).pullInto(store, "two:1");
    var preview = store.garbage(anHourAgo(), List.of(one));
    remove(one);
    var freed = store.release(List.of(one));
    assertEquals(new HashSet<>(preview.blobs()), new HashSet<>(freed.blobs()));
    assertEquals(preview.bytes(), freed.bytes());
  }

  @Test
  void aRunningDownloadIsNeverSweptAndAnAbandonedOneIs() throws Exception {
    byte[] content = Samples.random(2_000_000, 1);
    var partial = root.resolve("jimg/ingest");
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      ingest.append(new ByteArrayInputStream(content, 0, 1_500_000), ContentTap.NONE);
      assertEquals(Garbage.NONE, store.sweep(Instant.MAX));
    }
    assertEquals(2, StoreFiles.children(partial).size());
    assertEquals(Garbage.NONE, store.sweep(anHourAgo()));
    try (var lease = store.lease()) {
      lease.pin(List.of(Digest.of(content)));
      assertEquals(Garbage.NONE, store.sweep(Instant.MAX));
    }
    var swept = store.sweep(Instant.MAX);
    assertEquals(List.of(Digest.of(content)), swept.partials());
    assertTrue(swept.partialBytes() > 1_500_000);
    assertEquals(List.of(), StoreFiles.children(partial));
  }

  @Test
  void aChildThatNoEntrySelectsIsGarbageUnlessNothingIsSelected() throws Exception {
    var one = Samples.image(1);
    var two = Samples.image(2);
    byte[] index = Samples.index(List.of(one, two));
    var target = Descriptor.of(MediaType.OCI_INDEX, index);
    for (boolean selected : new boolean[] {false, true}) {
      one.pullInto(store, "one:1");
      remove(two.pullInto(store, "two:1"));
      store.blobs().put(target, index);
      var chosen = selected ? one.manifest().digest() : null;
      store
          .references()
          .update(
              draft -> {
                draft.put(new Entry(Reference.parse("both:1"), target, chosen, List.of(), null));
                return true;
              });
      store.sweep(Instant.MAX);
      var expected = new HashSet<>(digests(one.descriptors()));
      expected.add(target.digest());
      if (!selected) {
        expected.addAll(digests(two.descriptors()));
      }
      assertEquals(expected, blobs());
    }
  }

  @Test
  void aDamagedManifestStopsTheSweepBeforeItDeletesWhatItHides() throws Exception {
    var image = Samples.image(1);
    image.pullInto(store, "one:1");
    Files.writeString(store.blobs().path(image.manifest().digest()), "{}");
    assertThrows(StoreFailure.class, () -> store.sweep(Instant.MAX));
    assertEquals(digests(image.descriptors()), blobs());
  }

  @Test
  void leasesOfDeadProcessesAndFilesOfCrashedOnesAreTakenAway() throws Exception {
    Samples.image(1).pullInto(store, "one:1");
    Files.writeString(root.resolve("jimg/leases/" + "0".repeat(32)), Digest.of(new byte[0]) + "\n");
    Files.writeString(root.resolve("jimg/index.json.new"), "half");
    store.sweep(Instant.MAX);
    assertEquals(List.of(), StoreFiles.children(root.resolve("jimg/leases")));
    assertFalse(Files.exists(root.resolve("jimg/index.json.new")));
  }

  @Test
  void sweepingKeepsEverythingThatIsReachable() throws Exception {
    var kept = new HashSet<Digest>();
    for (int i = 0; i < 30; i++) {
      var image = Samples.image(i);
      var entry = image.pullInto(store, i % 5 == 0 ? null : "repo:" + i);
      if (i % 3 == 0) {
        remove(entry);
      } else {
        kept.addAll(digests(image.descriptors()));
      }
    }
    store.sweep(Instant.MAX);
    assertEquals(kept, blobs());
  }
}
