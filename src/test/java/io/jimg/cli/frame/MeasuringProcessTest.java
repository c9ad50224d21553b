package io.jimg.cli.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.image.work.LayerMeasurer;
import io.jimg.oci.Digest;
import io.jimg.store.facts.LayerFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that measures layers may do whatever it likes: what it says of layers that it was
/// asked
/// for counts, and nothing else does.
class MeasuringProcessTest implements LayerMeasurer.Findings {

  private static final long MANY_BYTES = 1L << 30;
  private static final Digest FIRST = Digest.of("first".getBytes(UTF_8));
  private static final Digest SECOND = Digest.of("second".getBytes(UTF_8));
  private static final Digest OTHER = Digest.of("other".getBytes(UTF_8));

  @TempDir Path directory;
  private final Map<Digest, LayerFacts> found = new LinkedHashMap<>();
  private final List<String> traced = new ArrayList<>();
  private final List<String> waits = new ArrayList<>();
  private long read;

  @Override
  public void read(long bytes) {
    read += bytes;
  }

  @Override
  public void awaits(Digest layer) {
    waits.add("awaits " + layer);
  }

  @Override
  public void begins(Digest layer) {
    waits.add("begins " + layer);
  }

  @Override
  public void found(Digest layer, LayerFacts facts) {
    found.put(layer, facts);
  }

  private void measure(long bytes, String script) throws Exception {
    var launcher = directory.resolve("launcher");
    Files.writeString(launcher, "#!/bin/sh\n" + script);
    assertTrue(launcher.toFile().setExecutable(true));
    measure(bytes, launcher);
  }

  private void measure(long bytes, Path launcher) throws InterruptedException {
    var env = Map.of("HERE", directory.toString());
    new MeasuringProcess(launcher, directory.resolve("root"), env, traced::add)
        .measure(List.of(FIRST, SECOND), bytes, this);
  }

  private static LayerFacts measured(long size) {
    return new LayerFacts.Measured(OTHER, size);
  }

  private String answers(String... lines) throws Exception {
    Files.writeString(directory.resolve("answers"), String.join("\n", lines));
    return "cat $HERE/answers\n";
  }

  @Test
  void isToldTheRootAndTheLayersAndNothingElse() throws Exception {
    measure(
        MANY_BYTES,
        "echo \"$*\" >$HERE/asked; while read -r l && [ \"$l\" ]; do echo $l >>$HERE/asked; done");
    assertEquals(
        "__measure " + directory.resolve("root") + "\n" + FIRST + "\n" + SECOND + "\n",
        Files.readString(directory.resolve("asked")));
  }

  @Test
  void whatItFindsIsFoundWhateverItsReason() throws Exception {
    var bad = new LayerFacts.Bad("open /a\tb\r\n\\c: größer");
    measure(MANY_BYTES, answers("100", measured(7).line(FIRST), "28", bad.line(SECOND), ""));
    assertEquals(Map.of(FIRST, measured(7), SECOND, bad), found);
    assertEquals(128, read);
  }

  @Test
  void whomItWaitsForIsPassedOn() throws Exception {
    measure(
        MANY_BYTES,
        answers(
            "waiting\t" + FIRST,
            "waiting\t" + OTHER,
            "reading\t" + SECOND,
            "reading\t" + FIRST,
            measured(7).line(FIRST),
            ""));
    assertEquals(List.of("awaits " + FIRST, "begins " + SECOND, "begins " + FIRST), waits);
    assertEquals(Map.of(FIRST, measured(7)), found);
    assertEquals(0, read);
  }

  @Test
  void whatItSaysBesidesIsPassedOver() throws Exception {
    measure(
        MANY_BYTES,
        answers(
            "OpenJDK warning: rubbish",
            "\t",
            measured(1).line(OTHER),
            FIRST + "\t?",
            FIRST + "\t=\t" + OTHER + "\tmany",
            measured(2).line(SECOND),
            measured(3).line(FIRST).substring(0, 90),
            "",
            measured(4).line(FIRST)));
    assertEquals(Map.of(SECOND, measured(2)), found);
  }

  @Test
  void whatItFoundBeforeItDiedCounts() throws Exception {
    measure(MANY_BYTES, answers(measured(7).line(FIRST), "") + "kill -9 $$\n");
    assertEquals(Map.of(FIRST, measured(7)), found);
    assertTrue(traced.getLast().endsWith(" ended with 137"), traced::toString);
  }

  @Test
  void oneThatEndsAtOnceOrCannotBeStartedHasFoundNothing() throws Exception {
    measure(MANY_BYTES, "exit 3\n");
    Files.writeString(directory.resolve("launcher"), "#!/nowhere/sh\n");
    measure(MANY_BYTES, directory.resolve("launcher"));
    assertTrue(traced.getLast().startsWith("jimg: no process to measure"), traced::toString);
    measure(MANY_BYTES, directory.resolve("missing"));
    assertEquals(Map.of(), found);
  }

  @Test
  void fewBytesAreNotWorthAProcess() throws Exception {
    measure(1 << 20, "echo >$HERE/started\n");
    assertTrue(Files.notExists(directory.resolve("started")));
    assertEquals(List.of(), traced);
  }
}
