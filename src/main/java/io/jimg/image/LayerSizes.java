package io.jimg.image;

import io.jimg.archive.LayerMeasurement;
import io.jimg.archive.TarLayer;
import io.jimg.error.IntegrityFailure;
import io.jimg.error.StoreFailure;
import io.jimg.error.Unsupported;
import io.jimg.oci.Digest;
import io.jimg.store.Catalog;
import io.jimg.store.ImageFacts;
import io.jimg.store.LayerFacts;
import io.jimg.store.LocalStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Unpacked sizes of layers. What nobody has measured yet is measured when a size is first asked
/// for:
/// all layers of all images that are going to be shown, over all cores, and never again.
final class LayerSizes {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static final String DOING = "Measuring layers";

  private final LocalStore store;
  private final WorkProgress progress;
  private final Map<Digest, LayerFacts> known = new ConcurrentHashMap<>();
  private final Set<Digest> expected = new LinkedHashSet<>();
  private final Map<Digest, String> damage = new LinkedHashMap<>();

  LayerSizes(LocalStore store, WorkProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  /// These images are about to be shown.
  void expect(Collection<StoredImage> images) {
    for (var image : images) {
      for (var layer : image.facts().layers()) {
        expected.add(layer.digest());
      }
    }
  }

  /// Bytes of the image's unpacked layers. A layer that is damaged counts nothing and is noted in
  /// [#damage].
  long of(StoredImage image) {
    long size = 0;
    for (int i = 0; i < image.facts().layers().size(); i++) {
      size += ofLayer(image, i);
    }
    return size;
  }

  /// Bytes of one unpacked layer, the lowest being 0.
  long ofLayer(StoredImage image, int index) {
    var layers = image.facts().layers();
    if (index >= layers.size()) {
      return 0;
    }
    expect(List.of(image));
    var digest = layers.get(index).digest();
    return switch (facts(digest)) {
      case LayerFacts.Bad(var reason) -> damaged(image, digest, reason);
      case LayerFacts.Measured(var diffId, long size) ->
          diffId.equals(image.facts().diffIds().get(index))
              ? size
              : damaged(image, digest, "filesystem layer verification failed for digest " + digest);
    };
  }

  /// What was wrong with layers asked for so far, a sentence each.
  List<String> damage() {
    return List.copyOf(damage.values());
  }

  /// Refuses an image of which a layer is known not to be what its config says. Nothing is measured
  /// for it.
  ///
  /// @throws IntegrityFailure in the words that are shown with sizes
  static void refuseDamaged(Catalog catalog, ImageFacts image) {
    for (int i = 0; i < image.layers().size(); i++) {
      var layer = image.layers().get(i).digest();
      switch (catalog.layer(layer)) {
        case LayerFacts.Bad(var reason) -> throw new IntegrityFailure(reason);
        case LayerFacts.Measured(var diffId, var _) -> {
          if (i >= image.diffIds().size() || !diffId.equals(image.diffIds().get(i))) {
            throw new IntegrityFailure("filesystem layer verification failed for digest " + layer);
          }
        }
        case null -> {}
      }
    }
  }

  /// A layer of an image that somebody has removed meanwhile is no damage.
  private long damaged(StoredImage image, Digest digest, String sentence) {
    if (image.entries().stream().anyMatch(store::isListed)) {
      damage.put(digest, sentence);
    }
    return 0;
  }

  private LayerFacts facts(Digest layer) {
    var facts = recorded(layer);
    if (facts == null) {
      measureExpected();
      facts = recorded(layer);
    }
    if (facts == null) {
      throw new IllegalStateException("not measured: " + layer);
    }
    return facts;
  }

  private @Nullable LayerFacts recorded(Digest layer) {
    return known.computeIfAbsent(layer, store.catalog()::layer);
  }

  private void measureExpected() {
    var unknown = new ArrayList<Digest>();
    long total = 0;
    for (var layer : expected) {
      if (recorded(layer) == null) {
        unknown.add(layer);
        total += Math.max(0, store.blobs().size(layer));
      }
    }
    try {
      measureAll(unknown, total);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailure("interrupted while measuring layers", e);
    }
  }

  private void measureAll(List<Digest> layers, long total) throws InterruptedException {
    var done = new AtomicLong();
    LongConsumer read = bytes -> tell(done.addAndGet(bytes), total);
    var tasks = new ArrayList<Callable<LayerFacts>>();
    for (var layer : layers) {
      tasks.add(() -> measure(layer, read));
    }
    try {
      Fanout.all(PROCESSORS, tasks);
    } finally {
      progress.at(DOING, total, total);
    }
  }

  /// The end is told once all is known, not when the last byte has been read.
  private void tell(long done, long total) {
    if (done < total) {
      progress.at(DOING, done, total);
    }
  }

  private LayerFacts measure(Digest layer, LongConsumer read) {
    LayerFacts facts;
    try (var content = new CountedInput(store.blobs().open(layer), read)) {
      facts = remember(store.catalog(), layer, TarLayer.measure(content, PROCESSORS));
    } catch (IntegrityFailure e) {
      facts = new LayerFacts.Bad(e.sentence());
      store.catalog().remember(layer, facts);
    } catch (Unsupported | StoreFailure e) {
      // Another time the blob may be back, or the memory there: this is nothing to remember.
      facts = new LayerFacts.Bad(e.sentence());
    } catch (IOException e) {
      throw new StoreFailure("cannot read layer " + layer, e);
    }
    known.put(layer, facts);
    return facts;
  }

  /// Keeps what measuring a layer has told, so that nobody measures it again.
  static LayerFacts remember(Catalog catalog, Digest layer, LayerMeasurement measured) {
    String failure = measured.failure();
    var facts =
        failure == null
            ? new LayerFacts.Measured(measured.diffId(), measured.unpackedSize())
            : new LayerFacts.Bad("failed to register layer: " + failure);
    catalog.remember(layer, facts);
    return facts;
  }
}
