package io.jimg.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A repository that a search found.
///
/// @param description may have several lines
/// @param official whether the Hub's keepers look after it
public record SearchHit(
    String name,
    String description,
    @JsonProperty("star_count") int stars,
    @JsonProperty("is_official") boolean official) {

  /// What a registry leaves out, or says is null, is empty.
  @SuppressWarnings("ConstantValue") // Jackson passes null for what is not there
  public SearchHit {
    name = name == null ? "" : name;
    description = description == null ? "" : description;
  }
}
