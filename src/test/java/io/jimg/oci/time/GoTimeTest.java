package io.jimg.oci.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {

  private static final long YEAR_9999 = 253_402_300_799L;
  private static final long YEAR_0 = -62_167_219_200L;

  @Test
  void readsAndPrintsWhatJavaPrintsAndReads() {
    var random = new SplittableRandom(42);
    for (int i = 0; i < 20_000; i++) {
      int nanos = random.nextInt(3) * random.nextInt(333_333_333);
      var instant = Instant.ofEpochSecond(random.nextLong(YEAR_0, YEAR_9999), nanos);
      assertEquals(instant, GoTime.parse(GoTime.of(instant, 0).rfc3339Nano()).instant());
      assertEquals(instant, Instant.parse(GoTime.of(instant, 0).rfc3339Nano()));
      assertEquals(instant, GoTime.parse(instant.toString()).instant());
    }
  }

  @Test
  void knowsOffsets() {
    var noon = Instant.parse("2026-05-13T12:00:00Z");
    assertEquals(noon, GoTime.parse("2026-05-13T14:30:00+02:30").instant());
    assertEquals(noon, GoTime.parse("2026-05-13T11:00:00-01:00").instant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-02-30T00:00:00Z",
        "2026-05-13 12:00:00Z",
        "2026-05-13T12:00:00",
        "2026-05-13T24:00:00Z",
        "2026-05-13T12:60:00Z",
        "2026-05-13T12:00:00.Z",
        "2026-05-13T12:00:00+0200",
        "2026-05-13T12:00:00Zx",
        "x026-05-13T12:00:00Z"
      })
  void refusesWhatIsNoTime(String text) {
    assertThrows(InvalidInput.class, () -> GoTime.parse(text).instant());
  }
}
