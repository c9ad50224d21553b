package io.jimg.image;

import io.jimg.error.StoreFailure;
import io.jimg.image.work.LayerMeasuring;
import io.jimg.image.work.LongWork;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Unpacked sizes of layers. What nobody has measured yet is measured when a size is first asked
/// for, all layers of all images that are going to be shown, and never again.
final class LayerSizes {

  private final LocalStore store;
  private final LongWork work;
  private final Map<Digest, LayerFacts> known = new ConcurrentHashMap<>();
  private final Set<Digest> expected = new LinkedHashSet<>();
  private final Map<Digest, String> damage = new LinkedHashMap<>();

  LayerSizes(LocalStore store, LongWork work) {
    this.store = store;
    this.work = work;
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
    for (var layer : expected) {
      if (recorded(layer) == null) {
        unknown.add(layer);
      }
    }
    try {
      new LayerMeasuring(store, work, known).measure(unknown);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailure("interrupted while measuring layers", e);
    }
  }
}
