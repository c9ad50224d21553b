package io.jimg.cli.frame.flags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The texts are those of `docker rmi --platform`.
class CsvRecordTest {

  record Refusal(String value, String reason) {}

  static List<Refusal> refusals() {
    String bare = ": bare \" in non-quoted-field";
    String quote = ": extraneous or missing \" in quoted-field";
    return List.of(
        new Refusal("a\"b", "parse error on line 1, column 2" + bare),
        new Refusal("\"a", "parse error on line 1, column 3" + quote),
        new Refusal("\"a\"b", "parse error on line 1, column 3" + quote),
        new Refusal("\n", "EOF"),
        new Refusal("\r\n\n", "EOF"),
        new Refusal("\n\"a\nb\"x", "record on line 2; parse error on line 3, column 2" + quote),
        new Refusal("\"a\n", "parse error on line 1, column 4" + quote),
        new Refusal("\"a\n\n", "record on line 1; parse error on line 2, column 2" + quote),
        new Refusal("\"é\"é", "parse error on line 1, column 4" + quote),
        new Refusal("é,é\"", "parse error on line 1, column 6" + bare),
        new Refusal(" \"x\"", "parse error on line 1, column 2" + bare),
        new Refusal("\"x\" ", "parse error on line 1, column 3" + quote));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesInGosWords(Refusal refusal) {
    var malformed = assertThrows(CsvRecord.Malformed.class, () -> CsvRecord.read(refusal.value()));
    assertEquals(refusal.reason(), malformed.reason());
  }

  @Test
  void readsTheFirstRecord() throws CsvRecord.Malformed {
    assertEquals(List.of(), CsvRecord.read(""));
    assertEquals(List.of("a", "", "b"), CsvRecord.read("a,,b"));
    assertEquals(List.of("", ""), CsvRecord.read(","));
    assertEquals(List.of("a,b", "c"), CsvRecord.read("\"a,b\",c"));
    assertEquals(List.of("a\"b", "\n"), CsvRecord.read("\"a\"\"b\",\"\r\n\"\nmore\""));
    assertEquals(List.of("a"), CsvRecord.read("\r\n\na\r\n"));
  }
}
