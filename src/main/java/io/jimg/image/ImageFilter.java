package io.jimg.image;

import io.jimg.reference.ReferencePattern;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which images a list shows (docker-surface: `images --filter`); an empty member asks for nothing.
///
/// @param dangling true: only images without a tag; false: none that has no reference at all
/// @param labels `key` or `key=value`, all of which must be there
/// @param before images made before all of these, as typed
/// @param since images made after all of these, as typed
/// @param until images made before all of these instants
/// @param references one of these must match a reference; the others are not shown
public record ImageFilter(
    @Nullable Boolean dangling,
    List<String> labels,
    List<String> before,
    List<String> since,
    List<Instant> until,
    List<ReferencePattern> references) {

  /// Every image.
  public static final ImageFilter NONE =
      new ImageFilter(null, List.of(), List.of(), List.of(), List.of(), List.of());

  public ImageFilter {
    labels = List.copyOf(labels);
    before = List.copyOf(before);
    since = List.copyOf(since);
    until = List.copyOf(until);
    references = List.copyOf(references);
  }
}
