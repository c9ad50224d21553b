package io.jimg.image.transfer;

import org.jspecify.annotations.Nullable;

/// What a pull did.
///
/// @param newer whether the pull changed what the name means here
/// @param warning what the user should know although it is no failure; null when there is nothing
public record PullResult(boolean newer, @Nullable String warning) {}
