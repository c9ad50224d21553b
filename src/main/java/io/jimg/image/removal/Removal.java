package io.jimg.image.removal;

import io.jimg.oci.Digest;
import io.jimg.reference.Reference;

/// What a removal did, in the order it was done.
public sealed interface Removal {

  /// A reference is gone.
  record Untagged(Reference reference) implements Removal {}

  /// An image (its ID) or a layer (its chain ID) is gone.
  record Deleted(Digest digest) implements Removal {}
}
