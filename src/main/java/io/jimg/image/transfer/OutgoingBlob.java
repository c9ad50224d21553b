package io.jimg.image.transfer;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import org.jspecify.annotations.Nullable;

/// A blob on its way to a registry.
///
/// @param shown the diff ID by which users know it; null for what they are not told of
record OutgoingBlob(Descriptor blob, @Nullable Digest shown) {}
