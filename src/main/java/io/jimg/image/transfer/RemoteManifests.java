package io.jimg.image.transfer;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.Unsupported;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.Lease;
import io.jimg.store.index.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The manifests behind one name of a registry; each is fetched once, and only when it is not here.
/// Those that are here stay as long as the lease is open.
final class RemoteManifests {

  /// What all manifests of an index that are kept in memory may weigh together.
  private static final long MOST_BYTES = 64 << 20;

  private final RegistryClient registry;
  private final LocalStore store;
  private final Lease lease;
  private final Reference source;
  private final Map<Digest, RawManifest> seen = new HashMap<>();
  private long bytes;

  RemoteManifests(RegistryClient registry, LocalStore store, Lease lease, Reference source) {
    this.registry = registry;
    this.store = store;
    this.lease = lease;
    this.source = source;
  }

  /// What the name stands for: asked of the registry only as far as it can have changed.
  ///
  /// @param recorded what it stands for here
  RawManifest target(@Nullable Entry recorded) {
    if (recorded != null && isHere(recorded.target())) {
      var unchanged =
          source.digest() != null || recorded.target().digest().equals(registry.head(source));
      if (unchanged) {
        return local(recorded.target());
      }
    }
    return registry.manifest(source);
  }

  /// What an index points at.
  ///
  /// @throws InvalidInput when it is of another type than the index says
  /// @throws IntegrityFailure when it is of another size or digest
  RawManifest child(Descriptor descriptor) {
    var known = seen.get(descriptor.digest());
    if (known == null) {
      known = isHere(descriptor) ? local(ImageTree.plain(descriptor)) : fetch(descriptor);
      bytes += known.descriptor().size();
      if (bytes > MOST_BYTES) {
        throw new InvalidInput("the manifests below the index are larger than 64 MiB together");
      }
      seen.put(descriptor.digest(), known);
    }
    return known;
  }

  private RawManifest fetch(Descriptor descriptor) {
    byte[] embedded = descriptor.embedded();
    if (embedded != null) {
      return new RawManifest(ImageTree.plain(descriptor), embedded);
    }
    var name = source.repository().withDigest(descriptor.digest());
    var child = registry.manifest(name, source);
    if (!child.descriptor().mediaType().equals(descriptor.mediaType())) {
      throw new InvalidInput(
          "manifest "
              + descriptor.digest()
              + " is "
              + child.descriptor().mediaType()
              + " where its index says "
              + descriptor.mediaType());
    }
    return new RawManifest(ImageTree.plain(descriptor), child.content());
  }

  /// Every manifest below `root` and itself: the ones below first, none twice.
  List<RawManifest> everything(RawManifest root) {
    var all = new ArrayList<RawManifest>();
    visit(root, 0, new HashSet<>(), all);
    return all;
  }

  private void visit(RawManifest manifest, int depth, Set<Digest> visited, List<RawManifest> all) {
    if (!visited.add(manifest.descriptor().digest())) {
      return;
    }
    if (depth > ImageTree.DEEPEST || visited.size() > ImageTree.MOST) {
      throw new InvalidInput("the index has too many manifests below it");
    }
    refuseSchema1(manifest);
    if (manifest.parse() instanceof Manifest.Index index) {
      for (var descriptor : index.manifests()) {
        visit(child(descriptor), depth + 1, visited, all);
      }
    }
    all.add(manifest);
  }

  void refuseSchema1(RawManifest manifest) {
    if (manifest.descriptor().mediaType().isSchema1()) {
      throw new Unsupported(
          "Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has been"
              + " removed. Suggest the author of "
              + source.canonical()
              + " to upgrade the image to the OCI Format or Docker Image manifest v2, schema 2."
              + " More information at https://docs.docker.com/go/deprecated-image-specs/");
    }
  }

  private boolean isHere(Descriptor manifest) {
    return lease.missing(List.of(manifest)).isEmpty() && store.blobs().hasWhole(manifest);
  }

  private RawManifest local(Descriptor descriptor) {
    return new RawManifest(
        descriptor, store.blobs().read(descriptor.digest(), RawManifest.MAX_SIZE));
  }
}
