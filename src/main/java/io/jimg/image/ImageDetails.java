package io.jimg.image;

import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.reference.Reference;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// All that is known of an image.
///
/// @param tags its tag references, by canonical name
/// @param digests its digest references, by canonical name
/// @param size unpacked bytes; may have to be worked out when first asked for
/// @param lastTagged when it was last tagged here, RFC 3339; null when never
public record ImageDetails(
    Digest id,
    List<Reference> tags,
    List<Reference> digests,
    ImageConfig config,
    LongSupplier size,
    @Nullable String lastTagged) {

  public ImageDetails {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }
}
