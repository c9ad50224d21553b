package io.jimg.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.store.LocalStore;
import io.jimg.testing.Images;
import io.jimg.testing.Stores;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first list that shows sizes measures layers, tells how far it is, and nobody does it again.
class MeasuringTest {
  private static final int LAYERS = 4;

  @TempDir Path directory;

  private final Set<Long> told = new ConcurrentSkipListSet<>();

  private void list(LocalStore store) {
    WorkProgress progress =
        (doing, done, total) -> {
          assertEquals("Measuring layers", doing);
          assertTrue(done <= total, () -> done + " of " + total);
          told.add(done);
        };
    for (var image : new ImageCatalog(store, progress).list(ImageFilter.NONE)) {
      assertTrue(image.size().getAsLong() > 0);
    }
  }

  @Test
  void tellsEveryByteOnce() throws Exception {
    var sample = Images.large(LAYERS, 300_000);
    long total = sample.layers().stream().mapToLong(layer -> layer.descriptor().size()).sum();
    try (var store = LocalStore.open(directory)) {
      Stores.put(store, "large:1", sample);
      list(store);
    }
    assertTrue(told.size() > LAYERS, told::toString);
    assertEquals(total, told.stream().mapToLong(Long::longValue).max().orElse(0));
    told.clear();
    try (var store = LocalStore.open(directory)) {
      list(store);
    }
    assertEquals(Set.of(), told);
  }
}
