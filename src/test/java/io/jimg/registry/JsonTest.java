package io.jimg.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that are not strict about types are understood; what is no such document is refused.
class JsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"token":"t","expires_in":300}                        | t | 290
          {"token":"t","expires_in":"300","more":[{"a":null}]}  | t | 290
          {"token":"t","expires_in":300.9}                      | t | 290
          {"token":"t","expires_in":3e2}                        | t | 290
          {"token":"t","expires_in":null}                       | t | 50
          {"token":"t"}                                         | t | 50
          {"token":"t","access_token":"a"}                      | a | 50
          {"token":"t","access_token":""}                       | t | 50
          {"token":17}                                          | 17 | 50
          """)
  void tokensAreRead(String document, String value, long seconds) {
    var token = Token.read(document.getBytes(UTF_8), Instant.EPOCH);
    assertEquals(value, token.value());
    assertEquals(Instant.ofEpochSecond(seconds), token.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "null", "{\"token\":{}}", "{\"token\":\"t\",\"expires_in\":\"soon\"}"})
  void whatIsNoTokenIsRefusedWithoutQuotingIt(String document) {
    var failure =
        assertThrows(
            RegistryFailure.class, () -> Token.read(document.getBytes(UTF_8), Instant.EPOCH));
    assertEquals(
        "unable to decode token response: json: cannot unmarshal the document into Document",
        failure.sentence());
  }

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

  @Test
  void tagsMayBeNumbersAndNoneAtAll() {
    assertEquals(
        List.of("1", "", "x"), TagPage.read("{\"tags\":[1,null,\"x\"]}".getBytes(UTF_8)).tags());
    assertEquals(List.of(), TagPage.read("{\"name\":\"a\",\"tags\":null}".getBytes(UTF_8)).tags());
  }
}
