package io.jimg.store;

import io.jimg.oci.Digest;

/// What only reading a whole layer can tell: a pure function of its bytes.
public sealed interface LayerFacts {

  /// @param diffId the digest of the uncompressed layer
  /// @param unpackedSize bytes of the files in the layer's final tree, as overlay2 counts them
  record Measured(Digest diffId, long unpackedSize) implements LayerFacts {}

  /// It cannot be unpacked, now or ever.
  record Bad(String reason) implements LayerFacts {}
}
