package io.jimg.image;

import io.jimg.oci.PlatformMatcher;

/// How a pull goes about it.
///
/// @param platforms which image of an index is wanted
/// @param parallel how many blobs are fetched at once
public record PullSettings(PlatformMatcher platforms, int parallel) {

  /// As many downloads at once as Docker.
  public static final int PARALLEL = 3;
}
