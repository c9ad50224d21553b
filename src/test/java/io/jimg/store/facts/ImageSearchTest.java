package io.jimg.store.facts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.Samples;
import io.jimg.store.index.DigestSearch;
import io.jimg.store.index.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSearchTest {

  private static final int IMAGES = 12;

  @TempDir(factory = InMemory.class)
  Path directory;

  /// Images under several names or none, some packed twice (one config, two manifests), some with a
  /// second platform.
  private void fill(LocalStore store, SplittableRandom random) throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      var image = Samples.image(random.nextInt(IMAGES));
      var entry = image.pullInto(store, random.nextInt(4) == 0 ? null : "repo:" + i);
      if (random.nextInt(3) == 0) {
        put(store, packedAgain(store, image, entry, "again:" + i));
      }
      if (random.nextInt(5) == 0) {
        var other = Samples.image(random.nextInt(IMAGES)).pullInto(store, null);
        var platforms = List.of(other.target().digest());
        put(
            store,
            new Entry(
                Reference.parse("both:" + i), entry.target(), entry.manifest(), platforms, null));
      }
    }
  }

  private static Entry packedAgain(LocalStore store, Samples.Sample image, Entry entry, String name)
      throws InterruptedException {
    byte[] manifest = store.blobs().read(image.manifest().digest(), 10_000);
    byte[] other = (new String(manifest, UTF_8) + " ").getBytes(UTF_8);
    var target = Descriptor.of(entry.target().mediaType(), other);
    store.blobs().put(target, other);
    return new Entry(Reference.parse(name), target, target.digest(), List.of(), null);
  }

  private static void put(LocalStore store, Entry entry) {
    store
        .references()
        .update(
            draft -> {
              draft.put(entry);
              return true;
            });
  }

  private static ImageFacts facts(LocalStore store, Entry entry) {
    return store.catalog().image(Objects.requireNonNull(entry.manifest()));
  }

  private static Digest id(LocalStore store, Entry entry) {
    return facts(store, entry).config().digest();
  }

  /// The whole search is over what the catalog file knows: some images are in it, some are not.
  private LocalStore reopened(SplittableRandom random) throws InterruptedException {
    var root = directory.resolve("store" + random.nextLong());
    try (var store = LocalStore.open(root)) {
      fill(store, random);
      for (var entry : store.references().snapshot().entries()) {
        if (random.nextInt(4) > 0) {
          id(store, entry);
        }
      }
    }
    return LocalStore.open(root);
  }

  @Test
  void findsWhatReadingEverythingFinds() throws Exception {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 8; round++) {
      try (var store = reopened(random);
          var plain = LocalStore.open(store.root())) {
        var references = store.references().snapshot();
        for (int i = 0; i < IMAGES; i++) {
          var id = Samples.image(i).config().digest();
          assertEquals(
              references.entries().stream().filter(e -> id(plain, e).equals(id)).toList(),
              store.search().ofId(id, references).stream()
                  .filter(e -> id(plain, e).equals(id))
                  .toList());
          String prefix = id.hex().substring(0, 1);
          assertEquals(
              references.entries().stream()
                  .filter(e -> id(plain, e).hex().startsWith(prefix))
                  .toList(),
              store.search().ofPrefix(prefix, references).stream()
                  .filter(e -> id(plain, e).hex().startsWith(prefix))
                  .toList());
        }
      }
    }
  }

  @Test
  void knownImagesThatAreNotMeantAreNotParsed() throws Exception {
    try (var store = LocalStore.open(directory.resolve("store"))) {
      for (int i = 0; i < IMAGES; i++) {
        var entry = Samples.image(i).pullInto(store, "repo:" + i);
        store.catalog().image(entry.target().digest());
      }
      store.catalog().save();
      var references = store.references().snapshot();
      var image = Samples.image(3);
      assertEquals(
          List.of(image.entry("repo:3")), store.search().ofId(image.config().digest(), references));
      var nearest = store.search().nearest(diffIds(store, 3), references);
      assertTrue(nearest.contains(image.entry("repo:3")));
      assertTrue(nearest.size() <= 2, nearest::toString);
    }
  }

  private static List<Digest> diffIds(LocalStore store, int image) {
    return store.catalog().image(Samples.image(image).manifest().digest()).diffIds();
  }

  @Test
  void theNearestShareAsManyLayersAsAnyDoes() throws Exception {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 8; round++) {
      try (var store = reopened(random);
          var plain = LocalStore.open(store.root())) {
        var references = store.references().snapshot();
        for (int i = 0; i < 2 * IMAGES; i++) {
          var wanted = new ArrayList<Digest>();
          wanted.add(Digest.of("the layer of all".getBytes(UTF_8)));
          wanted.add(Digest.of(("layer " + i).getBytes(UTF_8)));
          wanted.add(Digest.of("one more".getBytes(UTF_8)));
          assertEquals(
              most(plain, wanted, references.entries()),
              most(plain, wanted, store.search().nearest(wanted, references)));
        }
      }
    }
  }

  private static int most(LocalStore store, List<Digest> wanted, List<Entry> entries) {
    int most = 0;
    for (var entry : entries) {
      var diffIds = facts(store, entry).diffIds();
      int shared = 0;
      while (shared < diffIds.size() && diffIds.get(shared).equals(wanted.get(shared))) {
        shared++;
      }
      most = Math.max(most, shared);
    }
    return most;
  }

  @Test
  void digestsAreFoundWhereverTheyStandAndNoOthers() {
    var random = new SplittableRandom(11);
    for (int round = 0; round < 300; round++) {
      var all = new ArrayList<Digest>();
      for (int i = 0; i < 40; i++) {
        byte[] content = {(byte) round, (byte) i};
        all.add(i % 7 == 0 ? sha512(content) : Digest.of(content));
      }
      var searched = new HashSet<>(all.subList(0, 1 + random.nextInt(30)));
      var text = new StringBuilder("abc".repeat(random.nextInt(30)));
      Set<Digest> present = new HashSet<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        var digest = all.get(random.nextInt(all.size()));
        boolean cut = random.nextInt(4) == 0;
        text.append(cut ? "-" + digest.hex().substring(1) : digest.hex());
        if (!cut && searched.contains(digest)) {
          present.add(digest);
        }
        text.append("0123456789abcdef".repeat(4), 0, random.nextInt(64));
      }
      var search = new DigestSearch(searched);
      byte[] bytes = text.toString().getBytes(US_ASCII);
      search.scan(bytes, 0, bytes.length);
      assertEquals(present, search.found());
    }
  }

  private static Digest sha512(byte[] content) {
    return new Digest("sha512", "0".repeat(128)).sameAlgorithm(content);
  }
}
