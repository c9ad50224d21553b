package io.jimg.image.transfer;

import io.jimg.oci.Descriptor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Reports layers as finished from the lowest up, as Docker does: each once it and all below it are
/// here.
final class FinishingOrder {

  private final List<Descriptor> layers;
  private final Consumer<TransferEvent> progress;
  private final Set<Descriptor> done = new HashSet<>();
  private final Set<Descriptor> present = new HashSet<>();
  private int next;

  FinishingOrder(List<Descriptor> layers, Consumer<TransferEvent> progress) {
    this.layers = layers;
    this.progress = progress;
  }

  /// The layer was here before; nobody is told again.
  synchronized void wasPresent(Descriptor layer) {
    present.add(layer);
    finished(layer);
  }

  synchronized void finished(Descriptor layer) {
    done.add(layer);
    while (next < layers.size() && done.contains(layers.get(next))) {
      var ready = layers.get(next++);
      if (!present.contains(ready)) {
        progress.accept(new TransferEvent.Layer(ready.digest(), TransferEvent.State.FINISHED));
      }
    }
  }
}
