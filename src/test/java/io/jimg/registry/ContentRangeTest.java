package io.jimg.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {

  @Test
  void aRangeIsReadWithOrWithoutTheSize() {
    assertEquals(new ContentRange(5, 9, 10), ContentRange.parse("bytes 5-9/10"));
    assertEquals(new ContentRange(5, 9, -1), ContentRange.parse("bytes 5-9/*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes */10",
        "bytes 9-5/10",
        "bytes 5-10/10",
        "bytes -5-9/10",
        "5-9/10",
        "bytes 5-9",
        "bytes 5-99999999999999999999/*",
        "items 5-9/10"
      })
  void whatMakesNoSenseIsNothing(String header) {
    assertNull(ContentRange.parse(header));
  }

  @Test
  void aRangeContinuesOnlyWhereTheLastOneStoppedInTheSameContent() {
    assertTrue(new ContentRange(5, 9, 10).continues(5, 10));
    assertTrue(new ContentRange(5, 7, -1).continues(5, 10));
    assertFalse(new ContentRange(4, 9, 10).continues(5, 10));
    assertFalse(new ContentRange(5, 9, 11).continues(5, 10));
    assertFalse(new ContentRange(5, 10, -1).continues(5, 10));
  }
}
