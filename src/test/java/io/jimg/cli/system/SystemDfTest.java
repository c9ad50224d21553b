package io.jimg.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.output.units.HumanSize;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDfTest {

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /// Three images: two share a layer of 40 kB, each has one of 10 kB of its own.
  private void pullThree() {
    for (int i = 0; i < 3; i++) {
      registry.serve("test/app", "v" + i, image(i));
      jimg.out("pull", registry.host() + "/test/app:v" + i);
    }
  }

  private static Sample.Image image(int number) {
    return Images.image()
        .layer(new Tar().noise("shared", 40_000, number / 2).gzip())
        .layer(new Tar().noise("own", 10_000, 100 + number).gzip())
        .build();
  }

  private Path blobs() {
    return jimg.root().resolve("blobs/sha256");
  }

  private void addGarbage() throws IOException {
    Files.write(blobs().resolve(Digest.of("orphan".getBytes(UTF_8)).hex()), new byte[1500]);
    String partial = "sha256-" + Digest.of("partial".getBytes(UTF_8)).hex();
    Files.write(jimg.root().resolve("jimg/ingest").resolve(partial), new byte[2500]);
    Files.writeString(
        jimg.root().resolve("jimg/leases").resolve("0".repeat(32)), Digest.of(new byte[0]) + "\n");
  }

  @Test
  void sharedAndUniqueSizesAreThoseOfTheFiles() {
    pullThree();
    long shared = image(0).layers().getFirst().descriptor().size();
    var sizes =
        jimg.out("system", "df", "-v", "--format", "{{range .Images}}{{.SharedSize}} {{end}}");
    assertEquals(
        List.of("0B", HumanSize.fourDigits(shared), HumanSize.fourDigits(shared)),
        List.of(sizes.split(" ")).stream().sorted().toList());
  }

  /// Overwritten with something else, every blob would show if it were read.
  @Test
  void noBlobIsRead() throws Exception {
    pullThree();
    String plain = jimg.out("system", "df");
    String verbose = jimg.out("system", "df", "-v");
    try (var files = Files.list(blobs())) {
      for (var file : files.toList()) {
        Files.write(file, new byte[3]);
      }
    }
    assertEquals(plain, jimg.out("system", "df"));
    assertEquals(verbose, jimg.out("system", "df", "-v"));
  }

  @Test
  void garbageIsARowOfItsOwnWhileThereIsSome() throws Exception {
    pullThree();
    String before = jimg.out("system", "df");
    assertFalse(before.contains("Garbage"));
    addGarbage();
    assertEquals(
        "Garbage 3 0 4kB 4kB (100%)\n",
        last(
            jimg.out(
                "system",
                "df",
                "--format",
                "{{.Type}} {{.TotalCount}} {{.Active}} {{.Size}} {{.Reclaimable}}")));
    assertTrue(
        jimg.out("system", "df").startsWith(before.substring(0, before.length() - 1)),
        "the rows of Docker stay what they are");
    assertTrue(
        jimg.out("system", "df", "-v")
            .endsWith(
                """

                Garbage space usage:

                KIND                TOTAL     SIZE
                Orphaned blobs      1         1.5kB
                Partial downloads   1         2.5kB
                Dead leases         1         0B
                """),
        jimg.out("system", "df", "-v"));
    jimg.out("system", "prune", "--all", "--force", "--filter", "label=none");
    assertEquals(before, jimg.out("system", "df"));
  }

  private static String last(String lines) {
    return lines.substring(lines.lastIndexOf('\n', lines.length() - 2) + 1);
  }
}
