package io.jimg.image.transfer;

import io.jimg.error.NotFound;
import io.jimg.image.ImageCatalog;
import io.jimg.image.Naming;
import io.jimg.image.PlatformCheck;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.PlatformMatcher;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.Lease;
import io.jimg.store.index.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings images from registries into the store. Everything is there, durable and verified, before
/// the name is written.
public final class Puller {

  private final RegistryClient registry;
  private final LocalStore store;
  private final ImageCatalog catalog;
  private final PullSettings settings;
  private final Consumer<TransferEvent> progress;

  /// @param progress told from several threads at once
  public Puller(
      RegistryClient registry,
      LocalStore store,
      PullSettings settings,
      Consumer<TransferEvent> progress) {
    this.registry = registry;
    this.store = store;
    this.catalog = new ImageCatalog(store);
    this.settings = settings;
    this.progress = progress;
  }

  /// Pulls one tag or digest. Of a reference with both, only the digest counts, as in Docker.
  ///
  /// @param asked the platform that the user insisted on; null when it is the machine's
  /// @throws NotFound when the registry has no such image, or none for the platform
  public PullResult pull(Reference name, @Nullable Platform asked) throws InterruptedException {
    try (var lease = store.lease()) {
      return pull(name, asked, lease);
    }
  }

  private PullResult pull(Reference name, @Nullable Platform asked, Lease lease)
      throws InterruptedException {
    var source = ImageCatalog.digestOnly(name);
    var manifests = new RemoteManifests(registry, store, lease, source);
    var target = manifests.target(store.references().snapshot().find(source));
    ImageTypes.refusePlugins(target);
    if (!target.descriptor().mediaType().isSchema1()) {
      target.parse(); // what cannot be read is refused before anything is said, as by Docker
    }
    progress.accept(new TransferEvent.Started(label(source), source.path()));
    var chain = chain(manifests, target, asked);
    var wanted = settings.all() ? manifests.everything(target) : chain.reversed();
    var manifest = chain.getLast();
    var download = new ImageDownload(registry, store, lease, progress);
    download.fetch(source.repository(), manifest, images(wanted), settings.parallel());
    download.keep(wanted);
    progress.accept(new TransferEvent.Resolved(target.descriptor().digest()));
    var entry = entry(source, target, manifest, wanted);
    boolean newer = store.references().update(draft -> new Naming(catalog, draft).pulled(entry));
    store.origins().remember(source.repository(), contents(wanted));
    var warning = target == manifest && asked != null ? warning(name, manifest, asked) : null;
    return new PullResult(newer, warning);
  }

  /// @param wanted everything that is here now
  private Entry entry(
      Reference source, RawManifest target, RawManifest manifest, List<RawManifest> wanted) {
    var chosen = manifest.descriptor().digest();
    List<Digest> others =
        settings.all()
            ? wanted.stream()
                .filter(other -> other != target)
                .map(other -> other.descriptor().digest())
                .filter(digest -> !digest.equals(chosen))
                .toList()
            : List.of();
    return new Entry(source, ImageTree.plain(target.descriptor()), chosen, others, null);
  }

  private static List<Manifest.Image> images(List<RawManifest> manifests) {
    var images = new ArrayList<Manifest.Image>();
    for (var manifest : manifests) {
      if (manifest.parse() instanceof Manifest.Image image) {
        images.add(image);
      }
    }
    return images;
  }

  /// Everything that a registry has that has these manifests.
  private static List<Digest> contents(List<RawManifest> manifests) {
    return new ImageTree(manifests, List.of()).contents();
  }

  /// All tags of a repository, in the order the registry lists them.
  public List<String> tags(Reference repository) {
    return registry.tags(repository);
  }

  /// From what the name stands for, through indexes, to the manifest of the platform.
  private List<RawManifest> chain(
      RemoteManifests manifests, RawManifest target, @Nullable Platform asked) {
    var chain = new ArrayList<RawManifest>();
    var manifest = target;
    while (true) {
      chain.add(manifest);
      manifests.refuseSchema1(manifest);
      switch (manifest.parse()) {
        case Manifest.Image image -> {
          ImageTypes.refuseArtifacts(image);
          return chain;
        }
        case Manifest.Index index -> {
          var chosen = settings.platforms().best(index.manifests());
          if (chosen == null && settings.all() && asked == null) {
            chosen = first(index); // somebody mirrors for other machines
          }
          if (chosen == null || chain.size() == ImageTree.DEEPEST) {
            throw new NotFound(
                "no matching manifest for "
                    + settings.platforms().shown()
                    + " in the manifest list entries");
          }
          manifest = manifests.child(chosen);
        }
      }
    }
  }

  private static @Nullable Descriptor first(Manifest.Index index) {
    return index.manifests().stream()
        .filter(entry -> !PlatformMatcher.isAttestation(entry))
        .findFirst()
        .orElse(null);
  }

  /// Docker keeps a single image of another platform than the one asked for, and says so.
  private @Nullable String warning(Reference name, RawManifest manifest, Platform asked) {
    String mismatch =
        new PlatformCheck(store)
            .mismatch(manifest.descriptor(), List.of(), name.canonical(), asked);
    return mismatch == null ? null : "WARNING: " + mismatch;
  }

  /// The tag; the whole reference when there is a digest.
  private static String label(Reference source) {
    String tag = source.tag();
    return tag == null ? source.canonical() : tag;
  }
}
