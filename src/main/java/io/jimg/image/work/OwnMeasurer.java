package io.jimg.image.work;

import io.jimg.archive.LayerMeasurement;
import io.jimg.archive.TarLayer;
import io.jimg.error.IntegrityFailure;
import io.jimg.error.StoreFailure;
import io.jimg.error.Unsupported;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.Catalog;
import io.jimg.store.facts.LayerFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/// Measures layers in this process, all that it is asked for, over all cores, and keeps in the
/// store what it finds.
public final class OwnMeasurer implements LayerMeasurer {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final LocalStore store;
  private final Semaphore idle = new Semaphore(PROCESSORS);

  public OwnMeasurer(LocalStore store) {
    this.store = store;
  }

  /// The largest layer comes first, so that the processors are done at about the same time.
  @Override
  public void measure(List<Digest> layers, long bytes, Findings findings)
      throws InterruptedException {
    var largestFirst = new ArrayList<>(layers);
    largestFirst.sort(Comparator.comparingLong(store.blobs()::size).reversed());
    var tasks = new ArrayList<Callable<Boolean>>();
    for (var layer : largestFirst) {
      tasks.add(
          () -> {
            idle.acquire();
            try {
              findings.found(layer, facts(layer, findings));
            } finally {
              idle.release();
            }
            return true;
          });
    }
    Fanout.all(PROCESSORS, tasks);
  }

  private LayerFacts facts(Digest layer, Findings findings) throws InterruptedException {
    return store
        .catalog()
        .layer(layer, () -> findings.awaits(layer), () -> measure(layer, findings));
  }

  private LayerFacts measure(Digest layer, Findings findings) {
    findings.begins(layer);
    try (var content = new CountedInput(store.blobs().open(layer), findings::read)) {
      return remember(store.catalog(), layer, TarLayer.measure(content, PROCESSORS, idle));
    } catch (IntegrityFailure e) {
      var facts = new LayerFacts.Bad(e.sentence());
      store.catalog().remember(layer, facts);
      return facts;
    } catch (Unsupported | StoreFailure e) {
      // Another time the blob may be back, or the memory there: this is nothing to remember.
      return new LayerFacts.Bad(e.sentence());
    } catch (IOException e) {
      throw new StoreFailure("cannot read layer " + layer, e);
    }
  }

  /// Keeps what measuring a layer has told, so that nobody measures it again.
  public static LayerFacts remember(Catalog catalog, Digest layer, LayerMeasurement measured) {
    String failure = measured.failure();
    var facts =
        failure == null
            ? new LayerFacts.Measured(measured.diffId(), measured.unpackedSize())
            : new LayerFacts.Bad("failed to register layer: " + failure);
    catalog.remember(layer, facts);
    return facts;
  }
}
