package io.jimg.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jimg.image.work.LayerMeasurer;
import io.jimg.image.work.LongWork;
import io.jimg.image.work.OwnMeasurer;
import io.jimg.image.work.WorkProgress;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import io.jimg.testing.Images;
import io.jimg.testing.Stores;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The first list that shows sizes measures layers, tells how far it is, and nobody does it again.
class MeasuringTest {
  private static final int LAYERS = 4;
  private static final int SIZE = 300_000;

  @TempDir Path directory;

  private final Set<Long> told = new ConcurrentSkipListSet<>();

  private void list(LocalStore store) {
    list(store, LayerMeasurer.NONE);
  }

  private void list(LocalStore store, LayerMeasurer measurer) {
    WorkProgress progress =
        (doing, done, total) -> {
          assertEquals("Measuring layers", doing);
          assertTrue(done <= total, () -> done + " of " + total);
          told.add(done);
        };
    var work =
        new LongWork() {
          @Override
          public WorkProgress progress() {
            return progress;
          }

          @Override
          public LayerMeasurer measurer() {
            return measurer;
          }
        };
    for (var image : new ImageCatalog(store, work).list(ImageFilter.NONE)) {
      assertEquals(LAYERS * SIZE, image.size().getAsLong());
    }
  }

  @Test
  void tellsEveryByteOnce() throws Exception {
    var sample = Images.large(LAYERS, SIZE);
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

  /// Whatever the other measurer leaves is measured here, and told as if nothing had happened.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, LAYERS})
  void whatAnotherMeasurerLeavesIsMeasured(int byOther) throws Exception {
    var sample = Images.large(LAYERS, SIZE);
    long total = sample.layers().stream().mapToLong(layer -> layer.descriptor().size()).sum();
    try (var store = LocalStore.open(directory)) {
      Stores.put(store, "large:1", sample);
      LayerMeasurer other =
          (layers, bytes, findings) -> {
            assertEquals(LAYERS, layers.size());
            assertEquals(total, bytes);
            findings.read(total - 1);
            new OwnMeasurer(store).measure(layers.subList(0, byOther), 0, silent(findings));
          };
      list(store, other);
      assertEquals(total, told.stream().mapToLong(Long::longValue).max().orElse(0));
      list(store, (_, _, _) -> fail("measured again"));
    }
  }

  /// The other one has the layer, and gives it up or has measured it.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysThatItWaitsWhileAnotherOneMeasures(boolean givesUp) throws Exception {
    var sample = Images.large(1, SIZE);
    var layer = sample.layers().getFirst();
    var size = new LayerFacts.Measured(layer.diffId(), SIZE);
    var doing = new LinkedBlockingQueue<String>();
    try (var store = LocalStore.open(directory);
        var threads = Executors.newSingleThreadExecutor()) {
      Stores.put(store, "large:1", sample);
      var waited = new CountDownLatch(1);
      var held = new CountDownLatch(1);
      var other =
          threads.submit(
              () -> {
                try (var own = LocalStore.open(directory)) {
                  return own.catalog()
                      .layer(
                          layer.digest(),
                          () -> fail("nobody else is there"),
                          () -> {
                            held.countDown();
                            await(waited);
                            if (!givesUp) {
                              own.catalog().remember(layer.digest(), size);
                            }
                            return size;
                          });
                }
              });
      await(held);
      LongWork work =
          () ->
              (what, _, _) -> {
                doing.add(what);
                if (what.equals("Measuring layers, waiting for another process")) {
                  waited.countDown();
                }
              };
      for (var image : new ImageCatalog(store, work).list(ImageFilter.NONE)) {
        assertEquals(SIZE, image.size().getAsLong());
      }
      assertEquals(size, other.get());
    }
    assertEquals("Measuring layers, waiting for another process", doing.remove());
    assertEquals(Set.of("Measuring layers"), Set.copyOf(doing));
    assertEquals(givesUp, doing.size() > 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LayerMeasurer.Findings silent(LayerMeasurer.Findings findings) {
    return new LayerMeasurer.Findings() {
      @Override
      public void read(long bytes) {}

      @Override
      public void found(Digest layer, LayerFacts facts) {
        findings.found(layer, facts);
      }
    };
  }
}
