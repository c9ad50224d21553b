package io.jimg.image.check;

import io.jimg.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that is wrong in a store.
///
/// @param what of which kind the thing is: `layer`, `config`, `manifest`, `index` (of platforms),
///     `blob` (needed by no image) or `file` (of the layout)
/// @param digest null for a file
/// @param detail a sentence where kind and digest do not say everything, else empty
/// @param images the names of the images that need it
/// @param outcome null when nobody tried to repair it
public record Problem(
    Kind kind,
    String what,
    @Nullable Digest digest,
    String detail,
    List<String> images,
    @Nullable Outcome outcome) {

  public Problem {
    images = List.copyOf(images);
  }

  /// What can be wrong.
  public enum Kind {
    MISSING,
    /// Its bytes, or their number, are not what its digest or descriptor says.
    DAMAGED,
    /// It is what its digest says, and makes no sense.
    INVALID
  }

  /// What became of a try to repair it.
  public sealed interface Outcome {
    /// @param how `fetched from …`, `deleted`
    record Repaired(String how) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  /// Whether it is no more.
  public boolean isRepaired() {
    return outcome instanceof Outcome.Repaired;
  }

  Problem with(Outcome outcome) {
    return new Problem(kind, what, digest, detail, images, outcome);
  }
}
