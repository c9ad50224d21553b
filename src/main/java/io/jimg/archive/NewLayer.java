package io.jimg.archive;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;

/// A layer that was made here and lies in the store.
///
/// @param blob the compressed layer
/// @param diffId the digest of the uncompressed one
/// @param unpackedSize bytes of its files as Docker counts them on overlay2
public record NewLayer(Descriptor blob, Digest diffId, long unpackedSize) {}
