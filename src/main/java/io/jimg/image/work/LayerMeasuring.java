package io.jimg.image.work;

import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Measures what has to be: by a process that is faster as far as there is one, the rest here. In a
/// class of its own, since most commands have nothing to measure and do not load it.
public final class LayerMeasuring implements LayerMeasurer.Findings {

  private static final String DOING = "Measuring layers";
  private static final String WAITING = DOING + ", waiting for another process";

  private final LocalStore store;
  private final LongWork work;
  private final Map<Digest, LayerFacts> known;
  private final WorkProgress progress;
  private final AtomicLong done = new AtomicLong();
  private final Set<Digest> awaited = ConcurrentHashMap.newKeySet();
  private long total;

  /// @param known where what is found is put, from several threads at once
  public LayerMeasuring(LocalStore store, LongWork work, Map<Digest, LayerFacts> known) {
    this.store = store;
    this.work = work;
    this.known = known;
    this.progress = work.progress();
  }

  /// Measures all of `layers`, once.
  public void measure(List<Digest> layers) throws InterruptedException {
    total = bytes(layers);
    try {
      work.measurer().measure(layers, total, this);
      var left = new ArrayList<>(layers);
      left.removeIf(known::containsKey);
      awaited.clear(); // whoever has waited waits no longer
      if (!left.isEmpty()) {
        long bytes = bytes(left);
        done.set(total - bytes);
        new OwnMeasurer(store).measure(left, bytes, this);
      }
    } finally {
      progress.at(DOING, total, total);
    }
  }

  private long bytes(List<Digest> layers) {
    long bytes = 0;
    for (var layer : layers) {
      bytes += Math.max(0, store.blobs().size(layer));
    }
    return bytes;
  }

  /// The end is told once all is known, not when the last byte has been read.
  @Override
  public void read(long bytes) {
    tell(done.addAndGet(bytes));
  }

  private void tell(long now) {
    if (now < total) {
      progress.at(awaited.isEmpty() ? DOING : WAITING, now, total);
    }
  }

  @Override
  public void awaits(Digest layer) {
    awaited.add(layer);
    tell(done.get());
  }

  @Override
  public void begins(Digest layer) {
    if (awaited.remove(layer)) {
      tell(done.get());
    }
  }

  @Override
  public void found(Digest layer, LayerFacts facts) {
    known.put(layer, facts);
    if (awaited.remove(layer)) {
      read(Math.max(0, store.blobs().size(layer)));
    }
  }
}
