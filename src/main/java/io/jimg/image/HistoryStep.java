package io.jimg.image;

import io.jimg.oci.Digest;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One line of an image's history.
///
/// @param id of the image for the newest step; null for all others, whose images are not known
/// @param size unpacked bytes that the step added; may have to be worked out when first asked for
public record HistoryStep(
    @Nullable Digest id,
    @Nullable Instant created,
    String createdBy,
    LongSupplier size,
    String comment) {}
