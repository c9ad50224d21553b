package io.jimg.image;

import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An image as lists show it.
///
/// @param id digest of the config
/// @param tags its tag references, by canonical name
/// @param digests its digest references, by canonical name
/// @param created null when the config does not say
/// @param size unpacked bytes; may have to be worked out when first asked for
public record ImageSummary(
    Digest id,
    List<Reference> tags,
    List<Reference> digests,
    @Nullable Instant created,
    Map<String, String> labels,
    LongSupplier size) {

  public ImageSummary {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    labels = Map.copyOf(labels);
  }

  public boolean isDangling() {
    return tags.isEmpty();
  }
}
