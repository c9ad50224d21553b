package io.jimg.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a refusal (distribution-spec, "Error Codes").
///
/// @param details the older form, one text for everything
record ErrorBody(@Nullable List<@Nullable Item> errors, @Nullable JsonNode details) {

  record Item(@Nullable String code, @Nullable String message, @Nullable JsonNode detail) {

    RegistryError error() {
      boolean detailed = detail != null && !detail.isNull();
      return RegistryError.of(code == null ? "" : code, message == null ? "" : message, detailed);
    }
  }

  List<RegistryError> errors(int status) {
    if (details != null && details.isTextual() && !details.textValue().isEmpty()) {
      return List.of(RegistryError.ofStatus(status, details.textValue()));
    }
    if (errors == null) {
      return List.of();
    }
    return errors.stream()
        .map(item -> item == null ? RegistryError.of("", "", false) : item.error())
        .toList();
  }
}
