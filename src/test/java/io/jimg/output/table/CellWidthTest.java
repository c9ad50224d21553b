package io.jimg.output.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compared with go-runewidth and golang.org/x/text/width as Docker CLI 28 has them.
class CellWidthTest {

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "caf\u00e9, 4",
    "cafe\u0301, 4",
    "\u4e16\u754c, 4",
    "\uff21, 2",
    "\uff71, 1",
    "\u0001a\u001b[0m\u007f\u0085\u00ad, 4",
    "\ud83d\udc33, 2",
    "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67, 2",
    "\u200b\ufeff, 0",
    "\ud55c\uae00, 4",
    "\u1112\u1161\u11ab, 2",
    "\u2026, 1"
  })
  void textTakesTheColumnsItShows(String text, int columns) {
    assertEquals(columns, CellWidth.of(text));
  }

  @Test
  void longTextIsCutToItsColumnsAndKeepsItsLastOneForTheEllipsis() {
    String fits = "a".repeat(45);
    assertEquals(fits, Ellipsis.cut(fits, 45));
    assertEquals("a".repeat(44) + "\u2026", Ellipsis.cut(fits + "a", 45));
    assertEquals("\u4e16".repeat(22) + "\u2026", Ellipsis.cut("\u4e16".repeat(23), 45));
    assertEquals("a" + "\u4e16".repeat(21) + "\u2026", Ellipsis.cut("a" + "\u4e16".repeat(23), 45));
    assertEquals("e\u0301".repeat(22) + "\u2026", Ellipsis.cut("e\u0301".repeat(23), 45));
  }

  @Test
  void wideCellsPushTheirColumnAndNoOther() {
    var out = new StringBuilder();
    new TableFormatter(out)
        .append("NAME\tSIZE\tX\n")
        .append("\u4e16\u754c\u4e16\u754c\u4e16\t1\t\n")
        .append("a\t22\t\u00e9\n")
        .finish();
    assertEquals(
        """
        NAME         SIZE      X
        \u4e16\u754c\u4e16\u754c\u4e16   1         \n\
        a            22        \u00e9
        """,
        out.toString());
  }
}
