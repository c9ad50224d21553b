package io.jimg.image.transfer;

import io.jimg.error.JimgException;
import io.jimg.error.RegistryFailure;
import io.jimg.image.work.Fanout;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.upload.RegistryWriter;
import io.jimg.store.LocalStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings what a registry does not have yet of one image, or of an index with all of its images,
/// into one of its repositories.
final class ImageUpload {

  private static final String BLOB_UNKNOWN = "MANIFEST_BLOB_UNKNOWN";

  private final RegistryWriter registry;
  private final LocalStore store;
  private final Reference repository;
  private final int parallel;
  private final Consumer<TransferEvent> progress;

  /// @param parallel how many blobs are sent at once
  ImageUpload(
      RegistryWriter registry,
      LocalStore store,
      Reference repository,
      int parallel,
      Consumer<TransferEvent> progress) {
    this.registry = registry;
    this.store = store;
    this.repository = repository;
    this.parallel = parallel;
    this.progress = progress;
  }

  /// Blobs first, then manifests, the innermost first, the root under `tag`. A manifest that the
  /// registry has is taken for complete there, unless it says otherwise.
  void upload(ImageTree tree, String tag) throws InterruptedException {
    var blobs = outgoing(tree.manifests());
    announce(tree, blobs);
    var there = manifestsThere(tree);
    try {
      send(tree, there, tag, blobs);
    } catch (RegistryFailure e) {
      if (there.isEmpty() || !e.code().equals(BLOB_UNKNOWN)) {
        throw e;
      }
      send(tree, Set.of(), tag, blobs);
    }
  }

  /// Docker names every layer from the top down, as often as it is there, and those that have to
  /// wait.
  private void announce(ImageTree tree, Map<Digest, OutgoingBlob> blobs) {
    for (var image : tree.images()) {
      for (var layer : image.layers().reversed()) {
        tell(blobs.get(layer.digest()), TransferEvent.State.PREPARING);
      }
    }
    blobs.values().stream()
        .filter(blob -> blob.shown() != null)
        .skip(parallel)
        .forEach(blob -> tell(blob, TransferEvent.State.WAITING));
  }

  private void tell(@Nullable OutgoingBlob blob, TransferEvent.State state) {
    if (blob != null && blob.shown() != null) {
      progress.accept(new TransferEvent.Layer(blob.shown(), state));
    }
  }

  /// The manifests that the registry has in the repository: the root, and with it all, or else
  /// some of those below it.
  private Set<Digest> manifestsThere(ImageTree tree) throws InterruptedException {
    var root = tree.root().descriptor().digest();
    if (registry.hasManifest(repository, root)) {
      return new HashSet<>(
          tree.manifests().stream().map(manifest -> manifest.descriptor().digest()).toList());
    }
    var below = new ArrayList<Callable<Set<Digest>>>();
    for (var manifest : tree.manifests()) {
      var digest = manifest.descriptor().digest();
      if (!digest.equals(root)) {
        below.add(() -> registry.hasManifest(repository, digest) ? Set.of(digest) : Set.of());
      }
    }
    var there = new HashSet<Digest>();
    Fanout.all(parallel, below).forEach(there::addAll);
    return there;
  }

  private void send(ImageTree tree, Set<Digest> there, String tag, Map<Digest, OutgoingBlob> blobs)
      throws InterruptedException {
    var present =
        tree.manifests().stream()
            .filter(manifest -> there.contains(manifest.descriptor().digest()))
            .toList();
    var known = outgoing(present).keySet();
    var upload = new BlobPush(registry, store, repository, progress);
    var tasks = new ArrayList<Callable<Boolean>>();
    for (var blob : blobs.values()) {
      if (known.contains(blob.blob().digest())) {
        tell(blob, TransferEvent.State.ALREADY_THERE);
      } else {
        tasks.add(() -> upload.push(blob));
      }
    }
    Fanout.all(parallel, tasks);
    for (var manifest : tree.manifests()) {
      var digest = manifest.descriptor().digest();
      if (manifest == tree.root()) {
        registry.putManifest(repository.withTag(tag), manifest);
      } else if (!there.contains(digest)) {
        registry.putManifest(repository.withDigest(digest), manifest);
      }
    }
  }

  /// The layers from the top down and then the configs, as Docker sends them, none twice.
  private Map<Digest, OutgoingBlob> outgoing(Collection<RawManifest> manifests) {
    var blobs = new LinkedHashMap<Digest, OutgoingBlob>();
    var configs = new ArrayList<Descriptor>();
    for (var manifest : manifests) {
      if (manifest.parse() instanceof Manifest.Image image) {
        var shown = diffIds(image);
        for (int i = image.layers().size() - 1; i >= 0; i--) {
          var layer = image.layers().get(i);
          blobs.putIfAbsent(layer.digest(), new OutgoingBlob(layer, shown.get(i)));
        }
        configs.add(image.config());
      }
    }
    configs.forEach(config -> blobs.putIfAbsent(config.digest(), new OutgoingBlob(config, null)));
    return blobs;
  }

  /// By what users know the layers: their diff IDs, or where the config has none their digests.
  private List<Digest> diffIds(Manifest.Image image) {
    try {
      byte[] config = store.blobs().read(image.config().digest(), RawManifest.MAX_SIZE);
      var diffIds = ImageConfig.parse(config).diffIds();
      if (diffIds.size() == image.layers().size()) {
        return diffIds;
      }
    } catch (JimgException e) {
      // it is an artifact's, and no image's
    }
    return image.layers().stream().map(Descriptor::digest).toList();
  }
}
