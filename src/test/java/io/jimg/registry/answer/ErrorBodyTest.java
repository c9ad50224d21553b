package io.jimg.registry.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that are not strict about types are understood; what is no such document is refused.
class ErrorBodyTest {

  @Test
  void anErrorsCodeMayBeANumber() {
    var errors =
        ErrorBody.read("{\"errors\":[{\"code\":404,\"message\":\"gone\"},null]}".getBytes(UTF_8))
            .errors(404);
    assertEquals(List.of("unknown: gone", "unknown"), errors.stream().map(e -> e.text()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"errors\":{}}", "{\"errors\":[1]}", "{\"errors\":[{\"code\":[]}]}"})
  void whatIsNoListOfErrorsIsRefused(String document) {
    assertEquals(
        "json: cannot unmarshal the document into ErrorBody",
        assertThrows(InvalidInput.class, () -> ErrorBody.read(document.getBytes(UTF_8)))
            .sentence());
  }
}
