package io.jimg.output.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.image.ImageSummary;
import io.jimg.oci.Digest;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.LocalZone;
import io.jimg.reference.Reference;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A long list does not wait in memory until its last row is there.
class ListsStreamTest {

  private static final int ROWS = 10_000;

  /// What may wait: the mebibyte that an error in a row can still take back.
  private static final long MAY_WAIT = 1 << 20;

  private static final Digest ID = Digest.parse("sha256:" + "a".repeat(64));

  private long written;
  private long longestWait;
  private long asked;

  private final OutputStream sink =
      new OutputStream() {
        @Override
        public void write(int b) {
          written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          written += length;
        }
      };

  /// @param width bytes of a row
  private List<ImageSummary> images(long width) {
    var images = new ArrayList<ImageSummary>();
    for (int i = 0; i < ROWS; i++) {
      long before = i * width;
      images.add(
          new ImageSummary(
              ID,
              List.of(Reference.parse("repository:tag")),
              List.of(),
              Instant.EPOCH,
              Map.of(),
              () -> {
                asked++;
                longestWait = Math.max(longestWait, before - written);
                return 1;
              }));
    }
    return images;
  }

  private void print(String format, long width) {
    var style = new RowStyle(Instant.EPOCH, LocalZone.UTC, true);
    try (var out = new PrintStream(sink, false, UTF_8)) {
      new ImageRows(format, false, false, style).print(images(width), TextOutput.plain(out));
    }
  }

  /// The first is printed without the template engine, the second with it.
  @ParameterizedTest
  @ValueSource(strings = {"{{.Size}}", "{{if .Size}}{{.Size}}{{end}}"})
  void tenThousandRowsAreWrittenAsTheyCome(String template) {
    long width = 1_003;
    print(template + "x".repeat(1_000), width);
    assertEquals(ROWS * width, written);
    assertTrue(asked >= ROWS);
    assertTrue(longestWait <= MAY_WAIT + width, longestWait + " bytes waited");
  }

  @Test
  void jsonIsWrittenAsItComes() {
    print("json", 0);
    long width = written / ROWS;
    written = 0;
    longestWait = 0;
    print("json", width);
    assertEquals(ROWS * width, written);
    assertTrue(longestWait <= MAY_WAIT + width, longestWait + " bytes waited");
  }
}
