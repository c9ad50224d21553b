package io.jimg.image.removal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which images a prune takes.
///
/// @param all every image, not only those without a tag
/// @param until only images made before it; null for any age
/// @param labels all of which must be there
/// @param labelsNot an image that has all of these stays
public record PruneFilter(
    boolean all, @Nullable Instant until, List<String> labels, List<String> labelsNot) {

  public PruneFilter {
    labels = List.copyOf(labels);
    labelsNot = List.copyOf(labelsNot);
  }

  /// Whether an image goes of which neither age nor labels can be told.
  boolean takesUnreadable() {
    return until == null && labels.isEmpty() && labelsNot.isEmpty();
  }
}
