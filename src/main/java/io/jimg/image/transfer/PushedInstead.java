package io.jimg.image.transfer;

import io.jimg.oci.Digest;

/// An image that was pushed alone, because the index that the name stands for is not complete here.
public record PushedInstead(Digest index, Digest manifest) {}
