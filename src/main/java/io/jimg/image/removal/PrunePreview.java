package io.jimg.image.removal;

import io.jimg.oci.Digest;
import java.util.List;
import java.util.SortedMap;

/// What a prune would do.
///
/// @param removals names and images
/// @param blobs with their bytes on the disk
/// @param partials downloads that were given up
/// @param reclaimable bytes of all of them on the disk
public record PrunePreview(
    List<Removal> removals,
    SortedMap<Digest, Long> blobs,
    List<Digest> partials,
    long reclaimable) {

  public PrunePreview {
    removals = List.copyOf(removals);
    partials = partials.stream().sorted().toList();
  }
}
