package io.jimg.image.removal;

import java.util.List;

/// What a prune removed.
///
/// @param reclaimed bytes of the files that are gone, as the disk counts them
public record PruneResult(List<Removal> removals, long reclaimed) {

  public PruneResult {
    removals = List.copyOf(removals);
  }
}
