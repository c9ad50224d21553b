package io.jimg.store;

import io.jimg.error.JimgException;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.index.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Images that lie in the store and that no entry names: what can be told of them when all names
/// are lost.
final class UnlistedImages {

  private final BlobStore blobs;
  private final Map<Digest, RawManifest> manifests = new LinkedHashMap<>();

  UnlistedImages(BlobStore blobs) {
    this.blobs = blobs;
  }

  /// An entry without a name for each whole image, or index that has one, that `known` does not
  /// reach and no other index points at.
  List<Entry> beside(Set<Digest> known) {
    for (var digest : blobs.all()) {
      long size = blobs.size(digest);
      var manifest = known.contains(digest) || size > RawManifest.MAX_SIZE ? null : read(digest);
      if (manifest != null) {
        manifests.put(digest, manifest);
      }
    }
    var children = new HashSet<Digest>();
    for (var manifest : manifests.values()) {
      if (manifest.parse() instanceof Manifest.Index(var members, var _)) {
        members.stream().map(Descriptor::digest).forEach(children::add);
      }
    }
    var entries = new ArrayList<Entry>();
    for (var manifest : manifests.values()) {
      var target = manifest.descriptor();
      if (!children.contains(target.digest()) && hasImage(manifest)) {
        entries.add(new Entry(null, target, null, List.of(), null));
      }
    }
    return entries;
  }

  private @Nullable RawManifest read(Digest digest) {
    try {
      var manifest = blobs.manifest(digest);
      return manifest.parse().references().isEmpty() ? null : manifest;
    } catch (JimgException e) {
      return null; // a layer, a config, or damaged
    }
  }

  private boolean hasImage(RawManifest manifest) {
    return switch (manifest.parse()) {
      case Manifest.Image image -> image.references().stream().allMatch(blobs::has);
      case Manifest.Index(var members, var _) ->
          members.stream()
              .map(member -> manifests.get(member.digest()))
              .anyMatch(member -> member != null && hasImage(member));
    };
  }
}
