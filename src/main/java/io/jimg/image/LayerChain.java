package io.jimg.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.oci.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Chain IDs: what Docker calls a layer together with all layers below it (image-spec, "Layer
/// ChainID").
final class LayerChain {

  private LayerChain() {}

  /// The chain IDs of layers, the lowest first.
  static List<Digest> ids(List<Digest> diffIds) {
    var ids = new ArrayList<Digest>(diffIds.size());
    for (var diffId : diffIds) {
      if (ids.isEmpty()) {
        ids.add(diffId);
      } else {
        MessageDigest hasher = Digest.hasher("sha256");
        hasher.update((ids.getLast() + " " + diffId).getBytes(US_ASCII));
        ids.add(Digest.ofHash("sha256", hasher.digest()));
      }
    }
    return ids;
  }

  /// Which chains go with `image`, the topmost first: down to the first that another image needs.
  static List<Digest> freed(StoredImage image, Collection<StoredImage> others) {
    var own = image.facts().diffIds();
    if (own.isEmpty()) {
      return List.of();
    }
    Set<Digest> needed = new HashSet<>();
    for (var other : others) {
      var diffIds = other.facts().diffIds();
      if (!diffIds.isEmpty() && diffIds.getFirst().equals(own.getFirst())) {
        needed.addAll(ids(diffIds));
      }
    }
    var freed = new ArrayList<Digest>();
    for (var id : ids(own).reversed()) {
      if (needed.contains(id)) {
        break;
      }
      freed.add(id);
    }
    return freed;
  }
}
