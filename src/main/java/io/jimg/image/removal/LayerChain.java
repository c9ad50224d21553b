package io.jimg.image.removal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.image.StoredImage;
import io.jimg.oci.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /// Which chains of an image go with it, the topmost first: down to the first that one of the
  /// others needs.
  ///
  /// @param own its diff IDs
  /// @param others the diff IDs of each image that stays
  static List<Digest> freed(List<Digest> own, Collection<List<Digest>> others) {
    int shared = 0;
    for (var other : others) {
      shared = Math.max(shared, common(own, other));
    }
    return ids(own).subList(shared, own.size()).reversed();
  }

  /// How many of the lowest layers two images have in common.
  private static int common(List<Digest> one, List<Digest> other) {
    int common = 0;
    while (common < Math.min(one.size(), other.size())
        && one.get(common).equals(other.get(common))) {
      common++;
    }
    return common;
  }

  /// How many images of many need each chain, so that those that go with one of them after the
  /// other need not be looked for each time.
  static final class Users {

    private final Map<Digest, Integer> count = new HashMap<>();

    Users(Collection<StoredImage> images) {
      for (var image : images) {
        ids(image.facts().diffIds()).forEach(id -> count.merge(id, 1, Integer::sum));
      }
    }

    /// Takes `image` out; the chains that nobody needs any more, the topmost first.
    List<Digest> remove(StoredImage image) {
      var freed = new ArrayList<Digest>();
      for (var id : ids(image.facts().diffIds()).reversed()) {
        if (count.merge(id, -1, Integer::sum) == 0) {
          freed.add(id);
        }
      }
      return freed;
    }
  }
}
