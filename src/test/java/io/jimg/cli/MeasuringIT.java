package io.jimg.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Stores;
import io.jimg.testing.Typist;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged tree measures large layers in a process of its own, of which nobody takes notice.
class MeasuringIT {

  private static final String JIMG =
      Path.of(System.getProperty("jimg.tree")).toAbsolutePath().resolve("bin/jimg").toString();

  private static final int LAYERS = 3;
  private static final int SIZE = 8_000_000;
  private static final String WHOLE = Long.toString((long) LAYERS * SIZE) + "\n";
  private static final String STARTED = "jimg: measuring " + LAYERS + " layers in process ";

  @TempDir Path temporary;
  private final Sample.Image image = Images.large(LAYERS, SIZE);
  private Path root = Path.of("");

  @BeforeEach
  void fill() throws Exception {
    root = temporary.resolve("store");
    try (var store = LocalStore.open(root)) {
      Stores.put(store, "large:1", image);
    }
  }

  private record Result(int status, String out, String err) {}

  /// A command that is running.
  private final class Running {
    private final Path out = temporary.resolve("out");
    private final Path err = temporary.resolve("err");
    private final Process process;

    Running(String... words) throws Exception {
      var command = new ArrayList<>(List.of(JIMG, "-D", "--root", root.toString()));
      command.addAll(List.of(words));
      var builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().remove("DOCKER_HOST"); // of which -D has something to say
      process = builder.start();
    }

    Result end() throws Exception {
      assertTrue(process.waitFor(60, SECONDS));
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  private Result run(String... words) throws Exception {
    return new Running(words).end();
  }

  private Result size() throws Exception {
    return run("inspect", "-f", "{{.Size}}", "large:1");
  }

  /// The process that measures for `parent`.
  private static ProcessHandle child(ProcessHandle parent) throws Exception {
    @Nullable ProcessHandle child = null;
    for (int i = 0; child == null && i < 3000; i++) {
      Thread.sleep(10);
      child =
          parent
              .descendants()
              .filter(process -> process.info().commandLine().orElse("").contains(" __measure "))
              .findAny()
              .orElse(null);
    }
    return Objects.requireNonNull(child, "no process measures");
  }

  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(30, SECONDS);
  }

  /// Reads the last layer, so that nobody else can, until it is closed.
  private final class Reader implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable LayerFacts finding;

    Reader() throws InterruptedException {
      thread = Thread.ofPlatform().uncaughtExceptionHandler((_, _) -> {}).start(this::hold);
      begun.await();
    }

    private void hold() {
      try (var store = LocalStore.open(root)) {
        store.catalog().layer(layer(LAYERS - 1), () -> {}, () -> read(store));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private LayerFacts read(LocalStore store) {
      begun.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      var found = Objects.requireNonNull(finding, "gives up");
      store.catalog().remember(layer(LAYERS - 1), found);
      return found;
    }

    @Override
    public void close() {
      closed.countDown();
      assertDoesNotThrow(() -> thread.join());
    }
  }

  private Digest layer(int index) {
    return image.layers().get(index).descriptor().digest();
  }

  @Test
  void aProcessMeasuresOnceAndExactly() throws Exception {
    var first = size();
    assertEquals(WHOLE, first.out());
    assertTrue(
        first.err().matches(STARTED + "(\\d+)\njimg: process \\1 ended with 0\n"), first.err);
    assertEquals(new Result(0, WHOLE, ""), size());
    var list = run("images");
    assertTrue(list.out().endsWith("24MB\n"), list.out());
    assertEquals("", list.err());
  }

  @Test
  void aLayoutOfSomebodyElseIsLeftAsItWas() throws Exception {
    try (var files = Files.walk(root.resolve("jimg"))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    var first = size();
    assertEquals(WHOLE, first.out());
    assertTrue(first.err().startsWith(STARTED), first.err());
    assertFalse(Files.exists(root.resolve("jimg")));
  }

  @Test
  void whatAKilledProcessLeavesIsMeasuredAllTheSame() throws Exception {
    Running running;
    try (var _ = new Reader()) {
      running = new Running("inspect", "-f", "{{.Size}}", "large:1");
      child(running.process.toHandle()).destroyForcibly();
    }
    var result = running.end();
    assertEquals(WHOLE, result.out());
    assertEquals(0, result.status());
    assertTrue(result.err().endsWith(" ended with 137\n"), result.err());
    assertEquals(new Result(0, WHOLE, ""), size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void theProcessEndsWithTheCommandHoweverThatEnds(String signal) throws Exception {
    try (var _ = new Reader()) {
      var running = new Running("images");
      var child = child(running.process.toHandle());
      var pid = Long.toString(running.process.pid());
      assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).start().waitFor());
      awaitEnd(child);
      running.end();
    }
    assertEquals(WHOLE, size().out());
  }

  @Test
  void aTerminalShowsHowFarItIsAndCtrlCEndsBoth() throws Exception {
    try (var _ = new Reader();
        var typist =
            new Typist(
                Map.of("JIMG_ROOT", root.toString()),
                "trap : INT; " + JIMG + " images; echo exit $?")) {
      typist.await("Measuring layers");
      var child = child(ProcessHandle.current());
      typist.type("\u0003").await("exit 130");
      awaitEnd(child);
    }
    assertEquals(WHOLE, size().out());
  }

  @Test
  void aTerminalIsToldForWhomACommandWaitsAndWhenItDoesNoLonger() throws Exception {
    try (var typist =
        new Typist(
            Map.of("JIMG_ROOT", root.toString()), JIMG + " images --format {{.Size}}; echo end")) {
      try (var _ = new Reader()) {
        typist.await("Measuring layers, waiting for another process [");
      } // gives up
      typist.await("24MB").await("end");
    }
  }

  @Test
  void whatAnotherCommandMeasuresMeanwhileIsWaitedFor() throws Exception {
    var madeUp = new LayerFacts.Measured(image.layers().get(LAYERS - 1).diffId(), 1);
    Running running;
    try (var reader = new Reader()) {
      running = new Running("inspect", "-f", "{{.Size}}", "large:1");
      child(running.process.toHandle());
      reader.finding = madeUp;
    }
    assertEquals((LAYERS - 1) * SIZE + 1 + "\n", running.end().out());
  }

  @Test
  void damageIsSaidAsEver() throws Exception {
    var blob = root.resolve("blobs/sha256").resolve(layer(1).hex());
    try (var file = new RandomAccessFile(blob.toFile(), "rw")) {
      file.seek(SIZE / 2);
      int value = file.read();
      file.seek(SIZE / 2);
      file.write(value ^ 1);
    }
    for (int i = 0; i < 2; i++) {
      var result = run("images");
      assertEquals(1, result.status());
      assertTrue(result.out().endsWith("16MB\n"), result.out());
      assertTrue(
          result.err().endsWith("cannot read layer: gzip: invalid checksum\n"), result.err());
    }
  }

  @Test
  void whoTypesTheCommandIsToldInASentence() throws Exception {
    Files.writeString(root.resolve("jimg/format"), "rubbish");
    var questions = Files.writeString(root.resolve("questions"), layer(0) + "\n\n");
    var process =
        new ProcessBuilder(JIMG, "__measure", root.toString())
            .redirectInput(questions.toFile())
            .start();
    var said = process.errorReader().lines().toList();
    assertEquals(1, process.waitFor());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().contains("format"), said::toString);
  }
}
