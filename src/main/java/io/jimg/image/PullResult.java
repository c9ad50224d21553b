package io.jimg.image;

/// What a pull did.
///
/// @param newer whether the pull changed what the name means here
public record PullResult(boolean newer) {}
