package io.jimg.image.transfer;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.PlatformMatcher;
import io.jimg.oci.RawManifest;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.Lease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A manifest and everything below it, as far as it is here.
///
/// @param manifests those that are here with all that they need: the ones below first, none twice
/// @param missing what else the index names: platforms, or digests where there is no platform
record ImageTree(List<RawManifest> manifests, List<String> missing) {

  /// Indexes may point at indexes; a chain longer than this is made to be one.
  static final int DEEPEST = 8;

  /// More manifests than this below one are made to be many.
  static final int MOST = 10_000;

  ImageTree {
    manifests = List.copyOf(manifests);
    missing = List.copyOf(missing);
  }

  /// Looks at what is below `root`; what is found stays as long as `lease` is open.
  static ImageTree of(LocalStore store, Lease lease, Descriptor root) {
    var walk = new Walk(store, lease);
    walk.visit(root, 0);
    return new ImageTree(walk.manifests, walk.missing);
  }

  boolean isComplete() {
    return missing.isEmpty();
  }

  /// What everything else is below of.
  RawManifest root() {
    return manifests.getLast();
  }

  /// The image manifests, in the order of the index.
  List<Manifest.Image> images() {
    var images = new ArrayList<Manifest.Image>();
    for (var manifest : manifests) {
      if (manifest.parse() instanceof Manifest.Image image) {
        images.add(image);
      }
    }
    return images;
  }

  /// Every blob and manifest that a registry has that has this.
  List<Digest> contents() {
    var contents = new ArrayList<Digest>();
    manifests.forEach(manifest -> contents.add(manifest.descriptor().digest()));
    for (var image : images()) {
      image.references().stream()
          .filter(blob -> !blob.mediaType().isForeignLayer())
          .map(Descriptor::digest)
          .forEach(contents::add);
    }
    return contents;
  }

  /// A name for what an index points at: `linux/arm64`, or the digest.
  static String shown(Descriptor descriptor) {
    var platform = descriptor.platform();
    return platform == null || PlatformMatcher.isAttestation(descriptor)
        ? descriptor.digest().toString()
        : platform.toString();
  }

  private static final class Walk {

    private final LocalStore store;
    private final Lease lease;
    private final Set<Digest> seen = new HashSet<>();
    private final List<RawManifest> manifests = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    Walk(LocalStore store, Lease lease) {
      this.store = store;
      this.lease = lease;
    }

    void visit(Descriptor descriptor, int depth) {
      if (!seen.add(descriptor.digest())) {
        return;
      }
      if (depth > DEEPEST || seen.size() > MOST) {
        throw new InvalidInput("the index has too many manifests below it");
      }
      if (!areHere(List.of(descriptor))) {
        missing.add(shown(descriptor));
        return;
      }
      byte[] content = store.blobs().manifest(descriptor.digest()).content();
      var manifest = new RawManifest(plain(descriptor), content);
      switch (manifest.parse()) {
        case Manifest.Image image -> {
          if (!areHere(
              image.references().stream()
                  .filter(blob -> !blob.mediaType().isForeignLayer())
                  .toList())) {
            missing.add(shown(descriptor));
            return;
          }
        }
        case Manifest.Index index -> index.manifests().forEach(child -> visit(child, depth + 1));
      }
      manifests.add(manifest);
    }

    private boolean areHere(List<Descriptor> descriptors) {
      return lease.missing(descriptors).isEmpty();
    }
  }

  /// The descriptor alone: what an index says beside it is the index's.
  static Descriptor plain(Descriptor descriptor) {
    return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }
}
