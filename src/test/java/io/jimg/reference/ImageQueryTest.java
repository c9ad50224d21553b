package io.jimg.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import io.jimg.reference.ImageQuery.FullId;
import io.jimg.reference.ImageQuery.NameOrPrefix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageQueryTest {

  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void aWholeDigestIsAnIdAndNeverAName() {
    var id = new FullId(new Digest("sha256", HEX));
    assertEquals(id, ImageQuery.parse(HEX));
    assertEquals(id, ImageQuery.parse("sha256:" + HEX));
    assertEquals("sha256:" + HEX, id.shown());
    assertEquals(
        new FullId(new Digest("sha512", HEX + HEX)), ImageQuery.parse("sha512:" + HEX + HEX));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d15ef06e21b1       | d15ef06e21b1     | d15ef06e21b1:latest
          6                  | 6                | 6:latest
          sha256:d15e        | d15e             | sha256:d15e
          sha512:d15e        |                  | sha512:d15e
          d15eg              |                  | d15eg:latest
          nginx              |                  | nginx:latest
          library/nginx:1.25 |                  | nginx:1.25
          repo:d15ef         |                  | repo:d15ef
          docker.io/abc      |                  | abc:latest
          """)
  void otherwiseItIsANameAndPerhapsAShortId(String typed, @Nullable String prefix, String shown) {
    var query = ImageQuery.parse(typed);
    assertEquals(new NameOrPrefix(Reference.parse(typed), prefix, typed), query);
    assertEquals(shown, query.shown());
  }

  @Test
  void aDigestReferenceIsAName() {
    var typed = "nginx@sha256:" + HEX;
    assertEquals(new NameOrPrefix(Reference.parse(typed), null, typed), ImageQuery.parse(typed));
    assertEquals(typed, ImageQuery.parse(typed).shown());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "A B", "C634", "SHA256:abc", "a//b"})
  void whatIsNeitherIsRefusedWithTheTextOfNames(String typed) {
    var ofName = assertThrows(InvalidInput.class, () -> Reference.parse(typed));
    var ofQuery = assertThrows(InvalidInput.class, () -> ImageQuery.parse(typed));
    assertEquals(ofName.sentence(), ofQuery.sentence());
  }
}
