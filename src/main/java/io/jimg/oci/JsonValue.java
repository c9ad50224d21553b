package io.jimg.oci;

import java.util.List;

/// A JSON document as it was written: members keep their order, numbers their literal.
public sealed interface JsonValue
    permits JsonObject,
        JsonValue.JsonArray,
        JsonValue.JsonText,
        JsonValue.JsonNumber,
        JsonValue.JsonBoolean,
        JsonValue.JsonNull {

  record JsonArray(List<JsonValue> items) implements JsonValue {
    public JsonArray {
      items = List.copyOf(items);
    }
  }

  record JsonText(String text) implements JsonValue {}

  /// A number.
  ///
  /// @param literal the number as it stands in the document, so that nothing is rounded
  record JsonNumber(String literal) implements JsonValue {}

  record JsonBoolean(boolean value) implements JsonValue {}

  record JsonNull() implements JsonValue {}
}
