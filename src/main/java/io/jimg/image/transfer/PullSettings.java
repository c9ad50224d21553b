package io.jimg.image.transfer;

import io.jimg.oci.PlatformMatcher;

/// How a pull goes about it.
///
/// @param platforms which image of an index the name is to mean
/// @param all whether the other images of the index are wanted too, attestations among them
/// @param parallel how many blobs are fetched at once
public record PullSettings(PlatformMatcher platforms, boolean all, int parallel) {

  /// As many downloads at once as Docker.
  public static final int PARALLEL = 3;
}
