package io.jimg.template.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.template.Functions;
import io.jimg.template.GoTemplate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GoTextTest {

  @Test
  void everySequenceOfBytesSurvives() {
    var random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(12)];
      for (int j = 0; j < bytes.length; j++) {
        int[] interesting = {'a', 0x80, 0xBF, 0xC0, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xED, 0xF0, 0x9F};
        bytes[j] =
            (byte)
                (random.nextBoolean()
                    ? interesting[random.nextInt(interesting.length)]
                    : random.nextInt(256));
      }
      String text = GoText.of(bytes);
      assertArrayEquals(bytes, GoText.utf8(text));
      assertEquals(bytes.length, GoText.length(text));
    }
  }

  @Test
  void textThatIsUnicodeStaysAsItIs() {
    String text = "aé\u20ac\uD83D\uDE00\uFFFD";
    assertEquals(text, GoText.of(text.getBytes(UTF_8)));
    assertArrayEquals(text.getBytes(UTF_8), GoText.utf8(text));
  }

  @Test
  void halvesOfACharacterMakeItWholeAgain() {
    assertEquals(
        "é 2 1",
        GoTemplate.parse(
                "{{print (slice \"é\" 0 1) (slice \"é\" 1)}} {{len \"é\"}} {{len (slice \"é\" 1)}}",
                Functions.BUILT_IN)
            .render(GoValue.NIL));
  }

  @Test
  void orderIsByBytes() {
    assertEquals(-1, Integer.signum(GoText.ORDER.compare("\uFFFD", "\uD83D\uDE00")));
    assertEquals(-1, Integer.signum(GoText.ORDER.compare("a", "ab")));
    assertEquals(1, Integer.signum(GoText.ORDER.compare("b", "ab")));
  }
}
