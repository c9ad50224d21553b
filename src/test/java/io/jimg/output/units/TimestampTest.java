package io.jimg.output.units;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTest {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00.7Z");

  /// Half an hour east of the nearest full hour, so that no wrong sign goes unseen.
  private static final LocalZone ZONE = new LocalZone("/zone", path -> zone());

  @ParameterizedTest
  @CsvSource({
    "24h, 2026-11-20T00:00:00Z",
    "1h30m, 2026-11-20T22:30:00Z",
    "-1h, 2026-11-21T01:00:00Z",
    "10ms, 2026-11-21T00:00:00Z",
    "0s, 2026-11-21T00:00:00Z",
    "2026-01-02, 2026-01-01T18:30:00Z",
    "2026-01-02Z, 2026-01-02T00:00:00Z",
    "2026-01-02+07:00, 2026-01-01T17:00:00Z",
    "2026-01-02T03, 2026-01-01T21:30:00Z",
    "2026-01-02T03:04, 2026-01-01T21:34:00Z",
    "2026-01-02T03:04:05, 2026-01-01T21:34:05Z",
    "2026-01-02T03:04:05.25, 2026-01-01T21:34:05.25Z",
    "2026-01-02T03:04-01:00, 2026-01-02T04:04:00Z",
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.000000001+07:00, 2026-01-01T20:04:05.000000001Z",
    "0, 1970-01-01T00:00:00Z",
    "1136073600, 2006-01-01T00:00:00Z",
    "1136073600.5, 2006-01-01T00:00:00.5Z",
    "1136073600.000000001, 2006-01-01T00:00:00.000000001Z"
  })
  void durationsDatesAndUnixSecondsAreMoments(String value, Instant meant) {
    assertEquals(meant, Timestamp.parse(value, NOW, ZONE));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "x, 'failed to parse value as time or duration: \"x\"'",
        "1.x, 'failed to parse value as time or duration: \"1.x\"'",
        "2026-13-01, 'parsing time \"2026-13-01\": month out of range'",
        "2026-02-30, 'parsing time \"2026-02-30\": day out of range'",
        "a-b, 'parsing time \"a-b\" as \"2006-01-02\": cannot parse \"a-b\" as \"2006\"'"
      })
  void whatIsNoneIsRefusedInDockersWords(String value, String sentence) {
    assertEquals(
        sentence,
        assertThrows(InvalidInput.class, () -> Timestamp.parse(value, NOW, ZONE)).sentence());
  }

  @Test
  void aZoneFileThatIsNoneMeansUtc() {
    var broken = new LocalZone("/zone", path -> new byte[] {'T', 'Z', 'i', 'f', '2', 0, 0});
    assertEquals("1970-01-01 00:00:00 +0000 UTC", broken.text(Instant.EPOCH));
  }

  @Test
  void mutatedZoneFilesGiveSomeTimeAndNeverFail() {
    var random = new SplittableRandom(7);
    byte[] seed = zoneWithRule();
    for (int i = 0; i < 20_000; i++) {
      byte[] content = Arrays.copyOf(seed, seed.length - random.nextInt(3) * random.nextInt(9));
      for (int n = random.nextInt(4); n > 0; n--) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(-128, 128);
      }
      var zone = new LocalZone("/zone", path -> content);
      assertNotNull(zone.text(Instant.ofEpochSecond(random.nextLong(-1L << 35, 1L << 35))));
    }
  }

  /// Two periods that take turns by a rule, after one change in 1970.
  private static byte[] zoneWithRule() {
    var file = ByteBuffer.allocate(200);
    for (int size : new int[] {4, 8}) {
      file.put("TZif2".getBytes(US_ASCII)).position(file.position() + 15);
      file.putInt(0).putInt(0).putInt(0).putInt(1).putInt(2).putInt(9);
      file.position(file.position() + size).put((byte) 1);
      file.putInt(3600).put((byte) 0).put((byte) 0).putInt(7200).put((byte) 1).put((byte) 4);
      file.put("CET\0CEST\0".getBytes(US_ASCII));
    }
    file.put("\nCET-1CEST,M3.5.0,M10.5.0/3\n".getBytes(US_ASCII));
    return Arrays.copyOf(file.array(), file.position());
  }

  @Test
  void theRuleOfAZoneFileHoldsAfterItsLastChange() {
    var zone = new LocalZone("/zone", path -> zoneWithRule());
    assertEquals("2026-03-29 01:59:59 +0100 CET", zone.text(Instant.parse("2026-03-29T00:59:59Z")));
    assertEquals(
        "2026-03-29 03:00:00 +0200 CEST", zone.text(Instant.parse("2026-03-29T01:00:00Z")));
    assertEquals("2026-10-25 02:00:00 +0100 CET", zone.text(Instant.parse("2026-10-25T01:00:00Z")));
  }

  /// The smallest zone file: one period, 05:30 east.
  private static byte[] zone() {
    byte[] content = new byte[44 + 6 + 4];
    System.arraycopy(new byte[] {'T', 'Z', 'i', 'f'}, 0, content, 0, 4);
    content[39] = 1; // periods
    content[43] = 4; // bytes of abbreviations
    content[46] = 19800 >> 8;
    content[47] = (byte) 19800;
    System.arraycopy(new byte[] {'I', 'S', 'T'}, 0, content, 50, 3);
    return content;
  }
}
