package io.jimg.image.transfer;

import io.jimg.oci.Platform;
import org.jspecify.annotations.Nullable;

/// How a push goes about it.
///
/// @param platform the one image of an index that is to be pushed alone; null for what the name
///     stands for
/// @param all whether an index must be pushed whole or not at all
/// @param parallel how many blobs are sent at once
public record PushSettings(@Nullable Platform platform, boolean all, int parallel) {

  /// As many uploads at once as Docker.
  public static final int PARALLEL = 5;
}
