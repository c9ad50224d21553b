package io.jimg.image.transfer;

import static java.util.stream.Collectors.toSet;

import io.jimg.archive.LayerMeter;
import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.Unsupported;
import io.jimg.image.work.Fanout;
import io.jimg.image.work.OwnMeasurer;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.ContentTap;
import io.jimg.store.blob.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

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

  /// Configs and layers of `images`, `parallel` at once. Says nothing when all of it is here, like
  /// Docker of an image that it has under another name.
  ///
  /// @param manifest the one of them that the name means: it must be an image that can be here
  /// @throws IntegrityFailure when what arrives is not what the manifests name
  /// @throws io.jimg.error.StoreFailure before the first byte when it does not fit on the disk
  void fetch(Reference repository, RawManifest manifest, List<Manifest.Image> images, int parallel)
      throws InterruptedException {
    if (!(manifest.parse() instanceof Manifest.Image meant)) {
      throw new IllegalArgumentException("not an image manifest");
    }
    var blobs = new ArrayList<>(meant.references());
    for (var image : images) {
      image.references().stream()
          .filter(blob -> !blob.mediaType().isForeignLayer())
          .forEach(blobs::add);
    }
    var missing = lease.missing(distinct(blobs));
    var configs = distinct(images.stream().map(Manifest.Image::config).toList());
    var small = configs.stream().map(Descriptor::digest).collect(toSet());
    var layers = distinct(blobs).stream().filter(blob -> !small.contains(blob.digest())).toList();
    if (missing.isEmpty() && configs.stream().allMatch(store.blobs()::hasWhole)) {
      check(meant);
      return;
    }
    store.requireSpace(missing);
    var own = Set.copyOf(meant.layers().stream().map(Descriptor::digest).toList());
    var order = new FinishingOrder(layers, progress);
    var tasks = new ArrayList<Callable<Boolean>>();
    for (var config : configs) {
      tasks.add(() -> fetchConfig(repository, config, meant));
    }
    var awaited = new ArrayList<Descriptor>();
    for (var layer : layers) {
      if (store.blobs().has(layer)) {
        report(layer, TransferEvent.State.ALREADY_PRESENT);
        order.wasPresent(layer);
      } else {
        report(layer, TransferEvent.State.FOUND);
        awaited.add(layer);
        tasks.add(() -> fetchLayer(repository, layer, own.contains(layer.digest()), order));
      }
    }
    // Docker names all layers before it says which of them have to wait.
    for (var layer : awaited.subList(Math.min(parallel, awaited.size()), awaited.size())) {
      report(layer, TransferEvent.State.WAITING);
    }
    Fanout.all(parallel, tasks);
  }

  private void report(Descriptor layer, TransferEvent.State state) {
    progress.accept(new TransferEvent.Layer(layer.digest(), state));
  }

  /// One descriptor for each digest.
  private static List<Descriptor> distinct(Collection<Descriptor> descriptors) {
    var byDigest = new LinkedHashMap<Digest, Descriptor>();
    descriptors.forEach(descriptor -> byDigest.putIfAbsent(descriptor.digest(), descriptor));
    return List.copyOf(byDigest.values());
  }

  /// Manifests last, so that none is there without what it names.
  ///
  /// @param manifests the innermost first
  void keep(List<RawManifest> manifests) throws InterruptedException {
    lease.pin(manifests.stream().map(manifest -> manifest.descriptor().digest()).toList());
    for (var manifest : manifests) {
      store.blobs().put(manifest.descriptor(), manifest.content());
    }
  }

  private boolean fetchConfig(Reference repository, Descriptor config, Manifest.Image meant)
      throws InterruptedException {
    if (config.size() > RawManifest.MAX_SIZE) {
      throw new InvalidInput(
          "image config " + config.digest() + " is larger than " + RawManifest.MAX_SIZE + " bytes");
    }
    if (!store.blobs().hasWhole(config)) {
      try (var ingest = store.blobs().replace(config)) {
        receive(repository, config, new Arrival(ingest, ContentTap.NONE, _ -> {}));
      }
    }
    if (config.digest().equals(meant.config().digest())) {
      check(meant);
    }
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

  /// @param shown whether its unpacked size is going to be
  private boolean fetchLayer(
      Reference repository, Descriptor layer, boolean shown, FinishingOrder order)
      throws InterruptedException {
    if (shown) {
      fetchAndMeasure(repository, layer);
    } else {
      download(repository, layer, ContentTap.NONE);
    }
    order.finished(layer);
    return true;
  }

  private void fetchAndMeasure(Reference repository, Descriptor layer) throws InterruptedException {
    try (var tap = meter.tap()) {
      download(repository, layer, tap);
      var measured = tap.finish();
      if (measured != null) {
        OwnMeasurer.remember(store.catalog(), layer.digest(), measured);
      }
    }
  }

  private void download(Reference repository, Descriptor layer, ContentTap tap)
      throws InterruptedException {
    try (var ingest = store.blobs().begin(layer)) {
      var counted = new CountingTap(layer, tap, progress);
      receive(repository, layer, new Arrival(ingest, counted, retrying(layer)));
    }
    report(layer, TransferEvent.State.DOWNLOADED);
  }

  private LongConsumer retrying(Descriptor layer) {
    return seconds -> progress.accept(new TransferEvent.Retrying(layer.digest(), seconds));
  }

  /// Receives a blob, from where an earlier try left off. Bytes of another day, or of a mirror,
  /// that do not fit are thrown away once.
  private void receive(Reference repository, Descriptor blob, Arrival arrival) {
    var ingest = arrival.ingest();
    if (ingest.isPresent()) {
      return;
    }
    long offset = ingest.offset();
    if (offset > 0) {
      progress.accept(new TransferEvent.Resumed(blob.digest(), offset));
    }
    try {
      transfer(repository, blob, arrival);
    } catch (IntegrityFailure e) {
      boolean other = registry.distrustMirrors(repository);
      if (offset == 0 && !other) {
        throw e;
      }
      arrival.restart();
      transfer(repository, blob, arrival);
    }
  }

  private void transfer(Reference repository, Descriptor blob, Arrival arrival) {
    var ingest = arrival.ingest();
    byte[] embedded = blob.embedded();
    if (embedded != null) {
      arrival.take(embedded);
    } else if (ingest.offset() < blob.size()) {
      registry.blob(repository, blob, ingest.offset(), arrival);
    }
    ingest.commit();
  }
}
