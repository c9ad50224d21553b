package io.jimg.image;

import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.error.Unsupported;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.store.Entry;
import io.jimg.store.Lease;
import io.jimg.store.LocalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings images from registries into the store. Everything is there, durable and verified, before
/// the name is written.
public final class Puller {

  /// Indexes may point at indexes; a chain longer than this is made to be one.
  private static final int DEEPEST = 8;

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
    var recorded = store.references().snapshot().find(source);
    var target = target(source, recorded, lease);
    ImageTypes.refusePlugins(target);
    progress.accept(new TransferEvent.Started(label(source), source.path()));
    var chain = chain(source, target, lease);
    var manifest = chain.getLast();
    var download = new ImageDownload(registry, store, lease, progress);
    download.fetch(source.repository(), manifest, settings.parallel());
    download.keep(chain);
    progress.accept(new TransferEvent.Resolved(target.descriptor().digest()));
    var entry = new Entry(source, plain(target), manifest.descriptor().digest(), List.of(), null);
    boolean newer = store.references().update(draft -> new Naming(catalog, draft).pulled(entry));
    store.origins().remember(source.repository(), contents(chain));
    var warning = target == manifest && asked != null ? warning(name, manifest, asked) : null;
    return new PullResult(newer, warning);
  }

  /// Everything that a registry has that has these manifests.
  private static List<Digest> contents(List<RawManifest> chain) {
    var contents = new ArrayList<Digest>();
    chain.forEach(manifest -> contents.add(manifest.descriptor().digest()));
    if (chain.getLast().parse() instanceof Manifest.Image image) {
      image.references().stream()
          .filter(blob -> !blob.mediaType().isForeignLayer())
          .map(Descriptor::digest)
          .forEach(contents::add);
    }
    return contents;
  }

  /// All tags of a repository, in the order the registry lists them.
  public List<String> tags(Reference repository) {
    return registry.tags(repository);
  }

  /// What the name stands for: asked of the registry only as far as it can have changed.
  private RawManifest target(Reference source, @Nullable Entry recorded, Lease lease) {
    if (recorded != null && isHere(recorded.target(), lease)) {
      var unchanged =
          source.digest() != null || recorded.target().digest().equals(registry.head(source));
      if (unchanged) {
        return local(recorded.target());
      }
    }
    return registry.manifest(source);
  }

  /// Whether it is here, and then it stays.
  private boolean isHere(Descriptor manifest, Lease lease) {
    return lease.missing(List.of(manifest)).isEmpty() && store.blobs().hasWhole(manifest);
  }

  private RawManifest local(Descriptor descriptor) {
    return new RawManifest(
        descriptor, store.blobs().read(descriptor.digest(), RawManifest.MAX_SIZE));
  }

  /// From what the name stands for, through indexes, to the manifest of the platform.
  private List<RawManifest> chain(Reference source, RawManifest target, Lease lease) {
    var chain = new ArrayList<RawManifest>();
    var manifest = target;
    while (true) {
      chain.add(manifest);
      refuseSchema1(source, manifest);
      switch (manifest.parse()) {
        case Manifest.Image image -> {
          ImageTypes.refuseArtifacts(image);
          return chain;
        }
        case Manifest.Index index -> manifest = child(source, index, chain.size(), lease);
      }
    }
  }

  private RawManifest child(Reference source, Manifest.Index index, int depth, Lease lease) {
    var chosen = settings.platforms().best(index.manifests());
    if (chosen == null || depth == DEEPEST) {
      throw new NotFound(
          "no matching manifest for "
              + settings.platforms().shown()
              + " in the manifest list entries");
    }
    if (isHere(chosen, lease)) {
      return local(plain(chosen));
    }
    var child = registry.manifest(source.repository().withDigest(chosen.digest()));
    if (!child.descriptor().mediaType().equals(chosen.mediaType())) {
      throw new InvalidInput(
          "manifest "
              + chosen.digest()
              + " is "
              + child.descriptor().mediaType()
              + " where its index says "
              + chosen.mediaType());
    }
    return child;
  }

  private static void refuseSchema1(Reference source, RawManifest manifest) {
    if (manifest.descriptor().mediaType().isSchema1()) {
      throw new Unsupported(
          "Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has been"
              + " removed. Suggest the author of "
              + source.familiar()
              + " to upgrade the image to the OCI Format or Docker Image manifest v2, schema 2."
              + " More information at https://docs.docker.com/go/deprecated-image-specs/");
    }
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

  /// The descriptor alone: what an index says beside it is the index's.
  private static Descriptor plain(RawManifest manifest) {
    return plain(manifest.descriptor());
  }

  private static Descriptor plain(Descriptor descriptor) {
    return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }
}
