package io.jimg.registry.answer;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonText;
import java.util.ArrayList;
import java.util.List;

/// The body of a refusal (distribution-spec, "Error Codes").
///
/// @param details the older form, one text for everything; empty where there is none
record ErrorBody(List<RegistryError> errors, String details) {

  /// @throws InvalidInput when it is none
  static ErrorBody read(byte[] document) {
    return Json.read(document, ErrorBody.class, ErrorBody::of);
  }

  private static ErrorBody of(JsonObject json) {
    var errors = new ArrayList<RegistryError>();
    for (var item : Json.items(json, "errors")) {
      errors.add(error(item));
    }
    boolean told = json.members().get("details") instanceof JsonText;
    return new ErrorBody(errors, told ? json.text("details", "") : "");
  }

  private static RegistryError error(JsonValue item) {
    var json = item instanceof JsonNull ? JsonObject.EMPTY : Json.object(item);
    String code = Json.text(json, "code");
    String message = Json.text(json, "message");
    boolean detailed = Json.member(json, "detail") != null;
    return RegistryError.of(code == null ? "" : code, message == null ? "" : message, detailed);
  }

  List<RegistryError> errors(int status) {
    return details.isEmpty() ? errors : List.of(RegistryError.ofStatus(status, details));
  }
}
