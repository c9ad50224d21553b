package io.jimg.registry.listing;

import io.jimg.oci.JsonObject;
import io.jimg.registry.answer.Json;

/// A repository that a search found.
///
/// @param description may have several lines
/// @param official whether the Hub's keepers look after it
public record SearchHit(String name, String description, int stars, boolean official) {

  /// What a registry leaves out, or says is null, is empty.
  static SearchHit of(JsonObject json) {
    String name = Json.text(json, "name");
    String description = Json.text(json, "description");
    return new SearchHit(
        name == null ? "" : name,
        description == null ? "" : description,
        (int) Json.number(json, "star_count"),
        Json.flag(json, "is_official"));
  }
}
