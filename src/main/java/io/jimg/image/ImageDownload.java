package io.jimg.image;

import io.jimg.archive.LayerMeter;
import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.Unsupported;
import io.jimg.oci.Descriptor;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.store.ContentTap;
import io.jimg.store.Ingest;
import io.jimg.store.Lease;
import io.jimg.store.LocalStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Fetches what an image consists of and is not here yet.
final class ImageDownload {

  private final RegistryClient registry;
  private final LocalStore store;
  private final LayerMeter meter = new LayerMeter(Runtime.getRuntime().availableProcessors());
  private final Lease lease;
  private final Consumer<TransferEvent> progress;

  ImageDownload(
      RegistryClient registry, LocalStore store, Lease lease, Consumer<TransferEvent> progress) {
    this.registry = registry;
    this.store = store;
    this.lease = lease;
    this.progress = progress;
  }

  /// Config and layers of `manifest`, `parallel` at once. Says nothing when all of it is here, like
  /// Docker of an image that it has under another name.
  ///
  /// @throws IntegrityFailure when what arrives is not what the manifest names
  /// @throws io.jimg.error.StoreFailure before the first byte when it does not fit on the disk
  void fetch(Reference repository, RawManifest manifest, int parallel) throws InterruptedException {
    if (!(manifest.parse() instanceof Manifest.Image image)) {
      throw new IllegalArgumentException("not an image manifest");
    }
    var missing = lease.missing(new LinkedHashSet<>(image.references()));
    if (missing.isEmpty() && store.blobs().hasWhole(image.config())) {
      check(image);
    } else {
      store.requireSpace(missing);
      var layers = List.copyOf(new LinkedHashSet<>(image.layers()));
      var order = new FinishingOrder(layers, progress);
      var tasks = new ArrayList<Callable<Boolean>>();
      tasks.add(() -> fetchConfig(repository, image));
      int busy = 0;
      for (var layer : layers) {
        boolean present = store.blobs().has(layer);
        progress.accept(
            new TransferEvent.Layer(
                layer.digest(),
                present ? TransferEvent.State.ALREADY_PRESENT : TransferEvent.State.FOUND));
        if (present) {
          order.wasPresent(layer);
        } else {
          tasks.add(() -> fetchLayer(repository, layer, order));
          if (busy++ >= parallel) {
            progress.accept(new TransferEvent.Layer(layer.digest(), TransferEvent.State.WAITING));
          }
        }
      }
      Fanout.all(parallel, tasks);
    }
  }

  /// Manifests last, the innermost first, so that none is there without what it names.
  void keep(List<RawManifest> chain) throws InterruptedException {
    lease.pin(chain.stream().map(manifest -> manifest.descriptor().digest()).toList());
    for (var manifest : chain.reversed()) {
      store.blobs().put(manifest.descriptor(), manifest.content());
    }
  }

  private boolean fetchConfig(Reference repository, Manifest.Image image)
      throws InterruptedException {
    var config = image.config();
    if (config.size() > RawManifest.MAX_SIZE) {
      throw new InvalidInput(
          "image config " + config.digest() + " is larger than " + RawManifest.MAX_SIZE + " bytes");
    }
    if (!store.blobs().hasWhole(config)) {
      try (var ingest = store.blobs().replace(config)) {
        receive(repository, config, ingest, ContentTap.NONE);
      }
    }
    check(image);
    return true;
  }

  /// Whether the config is one of an image that can be here (moby `receiveConfig`).
  private void check(Manifest.Image image) {
    var config =
        ImageConfig.parse(store.blobs().read(image.config().digest(), RawManifest.MAX_SIZE));
    String os = config.platform().os();
    if (!os.isEmpty() && !os.equalsIgnoreCase("linux")) {
      throw new Unsupported(
          "image operating system \""
              + os
              + "\" cannot be used on this platform: operating system is not supported");
    }
    if (!config.hasRootFs()) {
      throw new IntegrityFailure("invalid rootfs in image configuration");
    }
    if (config.diffIds().size() != image.layers().size()) {
      throw new IntegrityFailure("layers from manifest don't match image configuration");
    }
  }

  private boolean fetchLayer(Reference repository, Descriptor layer, FinishingOrder order)
      throws InterruptedException {
    try (var tap = meter.tap()) {
      try (var ingest = store.blobs().begin(layer)) {
        receive(repository, layer, ingest, new CountingTap(layer, tap, progress));
      }
      progress.accept(new TransferEvent.Layer(layer.digest(), TransferEvent.State.DOWNLOADED));
      var measured = tap.finish();
      if (measured != null) {
        LayerSizes.remember(store.catalog(), layer.digest(), measured);
      }
    }
    order.finished(layer);
    return true;
  }

  /// Receives a blob, from where an earlier try left off. Bytes of another day, or of a mirror,
  /// that
  /// do not fit are thrown away once.
  private void receive(Reference repository, Descriptor blob, Ingest ingest, ContentTap tap) {
    if (ingest.isPresent()) {
      return;
    }
    long offset = ingest.offset();
    if (offset > 0) {
      progress.accept(new TransferEvent.Resumed(blob.digest(), offset));
    }
    try {
      transfer(repository, blob, ingest, tap);
    } catch (IntegrityFailure e) {
      boolean other = registry.distrustMirrors(repository);
      if (offset == 0 && !other) {
        throw e;
      }
      tap.restart();
      ingest.restart();
      transfer(repository, blob, ingest, tap);
    }
  }

  private void transfer(Reference repository, Descriptor blob, Ingest ingest, ContentTap tap) {
    if (ingest.offset() < blob.size()) {
      registry.blob(repository, blob, ingest.offset(), body -> ingest.append(body, tap));
    }
    ingest.commit();
  }
}
