package io.jimg.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GoIndentTest {

  @Test
  void indentsAsGoDoes() {
    String json =
        "{\"a\":[1,2,{\"b\":null}],\"e\":{},\"l\":[],\"s\":\"x,\\\"y{}[]:\",\"n\":[[],{}],\"t\":true}";
    String indented =
        """
        {
            "a": [
                1,
                2,
                {
                    "b": null
                }
            ],
            "e": {},
            "l": [],
            "s": "x,\\"y{}[]:",
            "n": [
                [],
                {}
            ],
            "t": true
        }\
        """;
    assertEquals(indented, GoIndent.indent(json, "    "));
    assertEquals(indented, GoIndent.indent(indented, "    "));
    assertEquals("[]\n", GoIndent.indent(" [ ]\n", "    "));
  }

  @Test
  void keepsOutOfHtmlWhatGoKeepsOut() {
    assertEquals(
        "{\"ID\":\"\\u003cnone\\u003e\\u0026\\u2028\\u2029 \\\\'\"}",
        GoIndent.escapeHtml("{\"ID\":\"<none>&\u2028\u2029 \\\\'\"}"));
  }
}
