package io.jimg.archive;

import io.jimg.oci.Digest;
import org.jspecify.annotations.Nullable;

/// What one pass over a layer tells.
///
/// @param diffId the digest of the uncompressed stream, all of it
/// @param unpackedSize bytes of the layer's files as Docker counts them on overlay2; 0 when the
///     layer cannot be unpacked
/// @param failure why Docker could not unpack the layer, in its words; null when it could
public record LayerMeasurement(Digest diffId, long unpackedSize, @Nullable String failure) {}
