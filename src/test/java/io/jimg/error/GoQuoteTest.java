package io.jimg.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GoQuoteTest {

  /// Compared with strconv.Quote.
  @Test
  void textIsQuotedAsGoQuotesIt() {
    assertEquals("\"\"", GoQuote.quote(""));
    assertEquals("\"a b's\"", GoQuote.quote("a b's"));
    assertEquals("\"\\\"\\\\\"", GoQuote.quote("\"\\"));
    assertEquals("\"\\a\\b\\f\\n\\r\\t\\v\"", GoQuote.quote("\u0007\b\f\n\r\t\u000b"));
    assertEquals("\"\\x00\\x1b\\x7f\"", GoQuote.quote("\0\u001b\u007f"));
    assertEquals("\"\u00e9\u263a\uD83D\uDC33\"", GoQuote.quote("\u00e9\u263a\uD83D\uDC33"));
    assertEquals("\"\\u0080\\u00a0\\u200b\\ufeff\"", GoQuote.quote("\u0080\u00a0\u200b\ufeff"));
    assertEquals("\"\\U000e0001\"", GoQuote.quote("\uDB40\uDC01"));
  }
}
