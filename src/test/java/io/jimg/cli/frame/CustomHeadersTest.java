package io.jimg.cli.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.cli.frame.failure.CommandFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomHeadersTest {

  private static final Map<String, String> CONFIGURED = Map.of("X-Meta-A", "config");

  @Test
  void whereTheVariableIsNotSetTheFileHolds() {
    assertEquals(CONFIGURED, CustomHeaders.of(Map.of(), CONFIGURED));
    assertEquals(CONFIGURED, of(""));
  }

  @Test
  void theVariableTakesThePlaceOfTheFile() {
    assertEquals(
        Map.of("X-Meta-B", "1", "C", " two=2 ", "D", "a,\"b\"", "E", ""),
        of("X-Meta-B=1, C = two=2 ,\"D=a,\"\"b\"\"\",E="));
    assertEquals(Map.of("A", "1"), of("\n\r\nA=1\nB=2"));
    assertEquals(Map.of("A", "1\n2"), of("\"A=1\r\n2\"\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a=canary\"", "\"a=canary", "\"a=canary\"x", "\n"})
  void whatIsNoCsvIsNotShown(String value) {
    assertEquals(
        "failed to parse custom headers from DOCKER_CUSTOM_HEADERS environment variable: value must"
            + " be formatted as comma-separated key=value pairs",
        failure(value));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"=canary", "a=1,canary", "a=1,", " =canary"})
  void whatIsNoPairIsNotShown(String value) {
    String failure = failure(value);
    assertEquals(
        "failed to set custom headers from DOCKER_CUSTOM_HEADERS environment variable: ",
        failure.substring(0, failure.indexOf("variable: ") + 10));
    assertFalse(failure.contains("canary"), failure);
  }

  private static String failure(String value) {
    return assertThrows(CommandFailure.class, () -> of(value)).text();
  }

  private static Map<String, String> of(String value) {
    return CustomHeaders.of(Map.of("DOCKER_CUSTOM_HEADERS", value), CONFIGURED);
  }
}
