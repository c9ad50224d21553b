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
      String code =
          switch (status) {
            case 401 -> "UNAUTHORIZED";
            case 403 -> "DENIED";
            case 429 -> "TOOMANYREQUESTS";
            default -> "UNKNOWN";
          };
      return List.of(RegistryError.withMessage(code, details.textValue()));
    }
    if (errors == null) {
      return List.of();
    }
    return errors.stream()
        .map(item -> item == null ? RegistryError.of("", "", false) : item.error())
        .toList();
  }
}
