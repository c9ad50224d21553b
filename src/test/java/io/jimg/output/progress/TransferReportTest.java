package io.jimg.output.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.image.transfer.TransferEvent;
import io.jimg.image.transfer.TransferEvent.State;
import io.jimg.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransferReportTest {

  private static final Digest ONE = Digest.parse("sha256:" + "1".repeat(64));
  private static final Digest TWO = Digest.parse("sha256:" + "2".repeat(64));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, UTF_8);
  private final AtomicInteger columns = new AtomicInteger(120);
  private final AtomicLong clock = new AtomicLong();

  @Test
  void scriptsSeeChangesOfStateAndNoProgress() {
    try (var report = new TransferReport(out, false)) {
      pull(report);
    }
    assertEquals(
        """
        1.25: Pulling from library/nginx
        111111111111: Pulling fs layer
        222222222222: Already exists
        111111111111: Verifying Checksum
        111111111111: Download complete
        111111111111: Pull complete
        Digest: sha256:1111111111111111111111111111111111111111111111111111111111111111
        Status: Downloaded newer image for nginx:1.25
        """,
        bytes.toString(UTF_8));
  }

  @Test
  void quietSaysNothingButKnowsThatTheTransferHasStarted() {
    try (var report = new TransferReport(out, true)) {
      pull(report);
      assertTrue(report.hasStarted());
    }
    assertEquals("", bytes.toString(UTF_8));
  }

  /// Byte for byte what Docker CLI 28 writes to a terminal of 120 columns for the same messages.
  @Test
  void terminalsSeeOneLineALayerWrittenOverAgain() {
    try (var report =
        new TransferReport(out, columns::get, () -> Instant.ofEpochMilli(clock.get()))) {
      pull(report);
    }
    assertEquals(
        "1.25: Pulling from library/nginx\n"
            + "\n\u001b[1A\u001b[2K\r111111111111: Pulling fs layer \r\u001b[1B"
            + "\n\u001b[1A\u001b[2K\r222222222222: Already exists \r\u001b[1B"
            + "\u001b[2A\u001b[2K\r111111111111: Downloading ["
            + "=".repeat(25)
            + ">"
            + " ".repeat(25)
            + "]  1.113MB/2.226MB\r\u001b[2B"
            + "\u001b[2A\u001b[2K\r111111111111: Verifying Checksum \r\u001b[2B"
            + "\u001b[2A\u001b[2K\r111111111111: Download complete \r\u001b[2B"
            + "\u001b[2A\u001b[2K\r111111111111: Pull complete \r\u001b[2B"
            + "Digest: sha256:"
            + "1".repeat(64)
            + "\nStatus: Downloaded newer image for nginx:1.25\n",
        bytes.toString(UTF_8));
  }

  @Test
  void aPushIsDrawnAsDockerDrawsIt() {
    try (var report =
        new TransferReport(out, columns::get, () -> Instant.ofEpochMilli(clock.get()))) {
      push(report);
    }
    assertEquals(
        "The push refers to repository [127.0.0.1:5000/a]\n"
            + "\n\u001b[1A\u001b[2K\r111111111111: Preparing \r\u001b[1B"
            + "\n\u001b[1A\u001b[2K\r222222222222: Preparing \r\u001b[1B"
            + "\u001b[2A\u001b[2K\r111111111111: Pushing ["
            + "=".repeat(25)
            + ">"
            + " ".repeat(25)
            + "]  1.113MB/2.226MB\r\u001b[2B"
            + "\u001b[2A\u001b[2K\r111111111111: Pushed \r\u001b[2B"
            + "\u001b[1A\u001b[2K\r222222222222: Mounted from library/b \r\u001b[1B"
            + "1: digest: "
            + ONE
            + " size: 527\n",
        bytes.toString(UTF_8));
  }

  @Test
  void aPushTellsScriptsEveryState() {
    try (var report = new TransferReport(out, false)) {
      push(report);
      report.accept(new TransferEvent.Layer(ONE, TransferEvent.State.ALREADY_THERE));
      report.accept(new TransferEvent.Layer(TWO, TransferEvent.State.SKIPPED));
    }
    assertEquals(
        """
        The push refers to repository [127.0.0.1:5000/a]
        111111111111: Preparing
        222222222222: Preparing
        111111111111: Pushed
        222222222222: Mounted from library/b
        1: digest: sha256:1111111111111111111111111111111111111111111111111111111111111111 size: 527
        111111111111: Layer already exists
        222222222222: Skipped foreign layer
        """,
        bytes.toString(UTF_8));
  }

  @Test
  void theSecondsToTheNextTryAreCountedAsDockerCountsThem() {
    try (var script = new TransferReport(out, false);
        var terminal =
            new TransferReport(out, columns::get, () -> Instant.ofEpochMilli(clock.get()))) {
      for (var report : List.of(script, terminal)) {
        report.accept(new TransferEvent.Retrying(ONE, 2));
        report.accept(new TransferEvent.Retrying(ONE, 1));
      }
    }
    assertEquals(
        "111111111111: Retrying in 2 seconds\n"
            + "111111111111: Retrying in 1 second\n"
            + "\n\u001b[1A\u001b[2K\r111111111111: Retrying in 2 seconds \r\u001b[1B"
            + "\u001b[1A\u001b[2K\r111111111111: Retrying in 1 second \r\u001b[1B",
        bytes.toString(UTF_8));
  }

  private static void push(TransferReport report) {
    report.accept(new TransferEvent.PushStarted("127.0.0.1:5000/a"));
    report.accept(new TransferEvent.Layer(ONE, TransferEvent.State.PREPARING));
    report.accept(new TransferEvent.Layer(TWO, TransferEvent.State.PREPARING));
    report.accept(new TransferEvent.Sent(ONE, 1_113_000, 2_226_000));
    report.accept(new TransferEvent.Layer(ONE, TransferEvent.State.PUSHED));
    report.accept(new TransferEvent.Mounted(TWO, "library/b"));
    report.accept(new TransferEvent.Pushed("1", ONE, 527));
  }

  @Test
  void aWindowMadeNarrowLosesTheBarAtTheNextRedraw() {
    try (var report =
        new TransferReport(out, columns::get, () -> Instant.ofEpochMilli(clock.get()))) {
      report.accept(new TransferEvent.Advanced(ONE, 1000, 10_000));
      columns.set(110);
      clock.addAndGet(100);
      report.accept(new TransferEvent.Advanced(ONE, 2000, 10_000));
    }
    assertEquals(
        "\n\u001b[1A\u001b[2K\r111111111111: Downloading [=====>"
            + " ".repeat(45)
            + "]      1kB/10kB\r\u001b[1B"
            + "\u001b[1A\u001b[2K\r111111111111: Downloading      2kB/10kB\r\u001b[1B",
        bytes.toString(UTF_8));
  }

  @Test
  void aLineIsRedrawnAtMostTenTimesASecond() {
    try (var report =
        new TransferReport(out, columns::get, () -> Instant.ofEpochMilli(clock.get()))) {
      for (int i = 1; i <= 1000; i++) {
        clock.addAndGet(1);
        report.accept(new TransferEvent.Advanced(ONE, i, 1000));
      }
    }
    assertEquals(10, bytes.toString(UTF_8).split("Downloading", -1).length - 1);
  }

  @Test
  void textFromOutsideCannotMoveTheCursor() {
    try (var report =
        new TransferReport(out, columns::get, () -> Instant.ofEpochMilli(clock.get()))) {
      report.notice("a\u001b[2Jb\u202ec\u009bd");
    }
    assertEquals("a\\x1b[2Jb\\u202ec\\x9bd\n", bytes.toString(UTF_8));
  }

  @Test
  void linesFromManyThreadsStayWhole() throws InterruptedException {
    try (var report = new TransferReport(out, columns::get, InstantSource.system())) {
      var threads =
          IntStream.range(0, 8)
              .mapToObj(i -> Digest.parse("sha256:" + Integer.toHexString(i).repeat(64)))
              .map(digest -> Thread.ofVirtual().start(() -> layer(report, digest)))
              .toList();
      for (var thread : threads) {
        thread.join();
      }
    }
    for (String drawn : bytes.toString(UTF_8).split("\u001b\\[\\dB", -1)) {
      assertTrue(drawn.matches("\n?\u001b\\[\\dA\u001b\\[2K\r[0-7]{12}: [^\r\n]*\r|"), drawn);
    }
  }

  @Test
  void progressIsWrittenInDockersWords() {
    assertEquals("", ProgressText.of(0, 0, 200));
    assertEquals("   1.5kB", ProgressText.of(1500, 0, 200));
    assertEquals("[>" + " ".repeat(50) + "]       0B/1kB", ProgressText.of(0, 1000, 200));
    assertEquals("[" + "=".repeat(50) + ">]  1.001kB", ProgressText.of(1001, 1000, 200).trim());
    assertEquals(" 36.45kB/2.226MB", ProgressText.of(36_450, 2_226_000, 80));
  }

  private static void layer(TransferReport report, Digest digest) {
    report.accept(new TransferEvent.Layer(digest, State.FOUND));
    for (int i = 0; i < 10_000; i++) {
      report.accept(new TransferEvent.Advanced(digest, i, 10_000));
    }
    report.accept(new TransferEvent.Layer(digest, State.DOWNLOADED));
  }

  private static void pull(TransferReport report) {
    for (var event :
        List.of(
            new TransferEvent.Started("1.25", "library/nginx"),
            new TransferEvent.Layer(ONE, State.FOUND),
            new TransferEvent.Layer(TWO, State.ALREADY_PRESENT),
            new TransferEvent.Advanced(ONE, 1_113_000, 2_226_000),
            new TransferEvent.Advanced(ONE, 2_000_000, 2_226_000),
            new TransferEvent.Layer(ONE, State.VERIFYING),
            new TransferEvent.Layer(ONE, State.DOWNLOADED),
            new TransferEvent.Layer(ONE, State.FINISHED),
            new TransferEvent.Resolved(ONE))) {
      report.accept(event);
    }
    report.status("Downloaded newer image for nginx:1.25");
  }
}
