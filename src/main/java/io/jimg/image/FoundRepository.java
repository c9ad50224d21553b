package io.jimg.image;

/// A repository that a search found.
///
/// @param description of its owner, perhaps of several lines
/// @param official whether the Hub's keepers look after it
public record FoundRepository(String name, String description, int stars, boolean official) {}
