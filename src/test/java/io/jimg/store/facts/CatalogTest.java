package io.jimg.store.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Digest;
import io.jimg.oci.Platform;
import io.jimg.store.CrashingFiles;
import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.Samples;
import io.jimg.store.disk.BootId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

  private static final Digest LAYER = Digest.of("layer".getBytes(UTF_8));

  @TempDir(factory = InMemory.class)
  Path directory;

  private LocalStore store;
  private Path root;

  @BeforeEach
  void open() {
    root = directory.resolve("store");
    store = LocalStore.open(root, new CrashingFiles(Integer.MAX_VALUE, false), BootId.current());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static ImageFacts factsOf(Samples.Sample image, int id) {
    return new ImageFacts(
        image.manifest(),
        image.config(),
        "2026-01-01T00:00:00Z",
        new Platform("linux", "amd64", ""),
        Map.of("id", Integer.toString(id), "odd", "a\tb\nc\\d"),
        image.layers(),
        List.of(image.layers().get(0).digest(), image.layers().get(1).digest()));
  }

  @Test
  void factsAreKeptForTheNextProcess() throws Exception {
    for (int id = 0; id < 20; id++) {
      var image = Samples.image(id);
      image.pullInto(store, "image:" + id);
      assertEquals(factsOf(image, id), store.catalog().image(image.manifest().digest()));
    }
    store.close();
    try (var later = LocalStore.open(root)) {
      for (int id = 0; id < 20; id++) {
        var image = Samples.image(id);
        assertEquals(factsOf(image, id), later.catalog().known(image.manifest().digest()));
      }
    }
  }

  @Test
  void aLostOrDamagedCatalogIsWorkedOutAgain() throws Exception {
    var random = new SplittableRandom(3);
    for (int id = 0; id < 5; id++) {
      Samples.image(id).pullInto(store, "image:" + id);
      store.catalog().image(Samples.image(id).manifest().digest());
    }
    store.catalog().save();
    var file = root.resolve("jimg/cache/catalog");
    byte[] whole = Files.readAllBytes(file);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      int id = random.nextInt(5);
      try (var later = LocalStore.open(root)) {
        var image = Samples.image(id);
        assertEquals(factsOf(image, id), later.catalog().image(image.manifest().digest()));
      }
    }
    Files.delete(file);
    try (var later = LocalStore.open(root)) {
      assertNull(later.catalog().known(Samples.image(0).manifest().digest()));
      assertEquals(
          factsOf(Samples.image(0), 0),
          later.catalog().image(Samples.image(0).manifest().digest()));
    }
  }

  @Test
  void layersAreRememberedAtOnce() throws Exception {
    Samples.image(0).pullInto(store, "image:0");
    var measured = new LayerFacts.Measured(Digest.of(new byte[0]), 12345);
    store.catalog().remember(LAYER, measured);
    try (var later = LocalStore.open(root)) {
      assertEquals(measured, later.catalog().layer(LAYER));
      var bad = new LayerFacts.Bad("not a tar:\tstrange\n");
      later.catalog().remember(LAYER, bad);
      assertEquals(bad, LocalStore.open(root).catalog().layer(LAYER));
    }
    assertNull(store.catalog().layer(Digest.of(new byte[1])));
  }

  @Test
  void aSweepDropsWhatIsNoLongerNeededOnceItIsMostOfTheFile() throws Exception {
    Samples.image(0).pullInto(store, "image:0");
    store.catalog().image(Samples.image(0).manifest().digest());
    for (int id = 0; id < 1_000; id++) {
      var layer = Digest.of(("layer " + id).getBytes(UTF_8));
      store.catalog().remember(layer, new LayerFacts.Measured(layer, id));
    }
    store.sweep(Instant.MAX);
    assertEquals(
        List.of(Samples.image(0).layers().get(1).digest()),
        Files.readAllLines(root.resolve("jimg/cache/layers")).stream()
            .map(line -> Digest.parse(line.substring(15, line.indexOf('\t'))))
            .toList());
    assertEquals(
        factsOf(Samples.image(0), 0), store.catalog().known(Samples.image(0).manifest().digest()));
  }

  @Test
  void askingAForeignLayoutLeavesItAlone() throws Exception {
    Samples.image(0).pullInto(store, "image:0");
    store.close();
    try (var files = Files.walk(root.resolve("jimg"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    try (var later = LocalStore.open(root)) {
      later.catalog().image(Samples.image(0).manifest().digest());
    }
    assertFalse(Files.exists(root.resolve("jimg")));
  }

  @Test
  void aDamagedConfigIsNotTakenForTheImages() throws Exception {
    var image = Samples.image(0);
    image.pullInto(store, "image:0");
    Files.writeString(store.blobs().path(image.config().digest()), "{\"os\":\"other\"}");
    assertThrows(StoreFailure.class, () -> store.catalog().image(image.manifest().digest()));
  }

  /// The second one waits for the first, and reads nothing.
  @Test
  void twoDoNotReadOneLayer() throws Exception {
    Samples.image(1).pullInto(store, "image:1");
    var facts = new LayerFacts.Measured(LAYER, 7);
    try (var other = LocalStore.open(root)) {
      assertNull(other.catalog().layer(LAYER));
      var second =
          new FutureTask<>(
              () ->
                  other
                      .catalog()
                      .layer(LAYER, () -> {}, () -> fail("read by two at the same time")));
      var first =
          store
              .catalog()
              .layer(
                  LAYER,
                  () -> {},
                  () -> {
                    Thread.ofVirtual().start(second);
                    assertThrows(
                        TimeoutException.class, () -> second.get(100, TimeUnit.MILLISECONDS));
                    store.catalog().remember(LAYER, facts);
                    return facts;
                  });
      assertEquals(facts, first);
      assertEquals(facts, second.get());
    }
  }

  @Test
  void whereNothingCanBeKeptEverybodyReadsAndLeavesNothing() throws Exception {
    var facts = new LayerFacts.Measured(LAYER, 7);
    assertEquals(facts, store.catalog().layer(LAYER, () -> {}, () -> facts));
    assertFalse(Files.exists(root));
  }
}
