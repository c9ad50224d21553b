package io.jimg.output.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkLineTest {
  private static final String CLEAR = "\r\u001b[2K";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private long now = 1_000;
  private int columns = 80;
  private final WorkLine line =
      new WorkLine(
          new PrintStream(terminal, true, UTF_8), () -> columns, () -> Instant.ofEpochMilli(now));

  private String drawn() {
    String text = terminal.toString(UTF_8);
    terminal.reset();
    return text;
  }

  @Test
  void isWrittenOverAndGoneInTheEnd() {
    line.at("Measuring layers", 500_000, 2_000_000);
    assertEquals(CLEAR + "Measuring layers [=========" + " ".repeat(29) + "] 500kB/2MB", drawn());
    now += 100;
    line.at("Measuring layers", 1_000_000, 2_000_000);
    assertEquals(
        CLEAR + "Measuring layers [" + "=".repeat(19) + " ".repeat(19) + "] 1MB/2MB", drawn());
    line.at("Measuring layers", 2_000_000, 2_000_000);
    assertEquals(CLEAR, drawn());
    line.at("Measuring layers", 2_000_000, 2_000_000);
    assertEquals("", drawn());
  }

  @Test
  void isDrawnTenTimesASecondAtMost() {
    line.at("Reading blobs", 1_000, 2_000);
    drawn();
    now += 99;
    line.at("Reading blobs", 1_500, 2_000);
    assertEquals("", drawn());
  }

  @Test
  void neverGoesBack() {
    line.at("Reading blobs", 1_000, 2_000);
    drawn();
    now += 500;
    line.at("Reading blobs", 900, 2_000);
    assertEquals("", drawn());
    line.at("Unpacking layers", 100, 2_000);
    assertEquals(CLEAR + "Unpacking layers [=" + " ".repeat(37) + "] 100B/2kB", drawn());
  }

  @Test
  void anotherTextIsDrawnAtOnceAndWithoutAnyProgress() {
    line.at("Measuring layers", 500_000, 2_000_000);
    drawn();
    now += 1;
    line.at("Measuring layers, waiting for another process", 500_000, 2_000_000);
    assertEquals(
        CLEAR + "Measuring layers, waiting for another process [==       ] 500kB/2MB", drawn());
    line.at("Measuring layers, waiting for another process", 2_000_000, 2_000_000);
    assertEquals(CLEAR, drawn());
    line.at("Reading blobs", 0, 2_000);
    assertEquals(CLEAR + "Reading blobs [" + " ".repeat(38) + "] 0B/2kB", drawn());
  }

  @Test
  void leavesTheBarOutWhereThereIsNoRoom() {
    columns = 40;
    line.at("Reading blobs", 1_000, 2_000);
    assertEquals(CLEAR + "Reading blobs 1kB/2kB", drawn());
  }

  @Test
  void whatIsOverAtOnceIsNotShown() {
    line.at("Reading blobs", 2_000, 2_000);
    assertEquals("", drawn());
  }
}
