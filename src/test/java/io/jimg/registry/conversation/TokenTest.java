package io.jimg.registry.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.RegistryFailure;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Token servers that are not strict about types are understood; what is no token is refused.
class TokenTest {

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
}
