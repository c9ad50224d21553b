package io.jimg.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.GoPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GoQuoteTest {

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

  @Test
  void randomTextIsQuotedAsInGo() {
    var random = new SplittableRandom(20260808);
    var questions = new ArrayList<List<String>>();
    for (int i = 0; i < 5_000; i++) {
      boolean latin = random.nextBoolean(); // else punctuation: both as old as any Unicode of today
      int c = latin ? random.nextInt(1, 0x250) : random.nextInt(0x2000, 0x2060);
      questions.add(List.of("quote", Character.toString(c)));
    }
    var answers = GoPeer.program("names").ask(questions);
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(answers.get(i), GoQuote.quote(questions.get(i).get(1)));
    }
  }
}
