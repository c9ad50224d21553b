package io.jimg.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a prune would do is what it does, to the byte that the disk counts.
class DryRunTest {

  private static final Pattern SUM = Pattern.compile("\\((\\d+) bytes\\)\\n$");

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

  private static Sample.Image image(int number) {
    return Images.image()
        .layer(new Tar().noise("shared", 40_000, number / 2).gzip())
        .layer(new Tar().noise("own", 10_000, 100 + number).gzip())
        .build();
  }

  private String name(String tag) {
    return registry.host() + "/test/app:" + tag;
  }

  private Path file(Digest digest) {
    return jimg.root().resolve("blobs/sha256").resolve(digest.hex());
  }

  /// Named images, dangling ones that share layers with them, an orphan of today and one of last
  /// week, and two downloads that were given up.
  private void fill() throws IOException {
    for (int i = 0; i < 4; i++) {
      registry.serve("test/app", "t" + i, image(i));
      jimg.out("pull", name("t" + i));
    }
    for (int i = 4; i < 6; i++) {
      registry.serve("test/app", "t0", image(i));
      jimg.out("pull", name("t0"));
    }
    for (String repository :
        List.of("test/app@" + image(0).digest(), "test/app@" + image(4).digest())) {
      jimg.out("rmi", registry.host() + "/" + repository);
    }
    orphan("of today", Duration.ZERO);
    orphan("of last week", Duration.ofDays(7));
    partial("of today", Duration.ZERO);
    partial("of last week", Duration.ofDays(7));
  }

  private void orphan(String content, Duration age) throws IOException {
    var file = Files.writeString(file(Digest.of(content.getBytes(UTF_8))), content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private void partial(String content, Duration age) throws IOException {
    var digest = Digest.of(("partial " + content).getBytes(UTF_8));
    var file = jimg.root().resolve("jimg/ingest/sha256-" + digest.hex());
    Files.write(file, new byte[3456]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private Map<String, FileTime> files() throws IOException {
    try (var files = Files.walk(jimg.root())) {
      var all = new TreeMap<String, FileTime>();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(jimg.root().resolve("jimg/cache"))) {
          all.put(file.toString(), Files.getLastModifiedTime(file));
        }
      }
      return all;
    }
  }

  private Set<String> blobs() throws IOException {
    try (var files = Files.list(jimg.root().resolve("blobs/sha256"))) {
      return files.map(file -> "sha256:" + file.getFileName()).collect(Collectors.toSet());
    }
  }

  /// What du counts of content, complete or not, directories left out.
  private long du() {
    String script = "find blobs jimg/ingest -type f -print0 | du --files0-from=- -bc | tail -n 1";
    var command = new String[] {"sh", "-c", "cd '" + jimg.root() + "' && " + script};
    return Long.parseLong(Shell.run(command).orThrow().split("\\s")[0]);
  }

  private static Set<String> listed(String text, String header) {
    int start = text.indexOf(header);
    if (start < 0) {
      return Set.of();
    }
    String section = text.substring(start + header.length(), text.indexOf("\n\n", start));
    return section.lines().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image prune",
        "image prune --all",
        "image prune --all --filter until=2020-01-01",
        "system prune",
        "system prune --all"
      })
  void whatItSaysIsWhatIsFreed(String command) throws Exception {
    fill();
    var filesBefore = files();
    var blobsBefore = blobs();
    long before = du();
    var dry = jimg.line(command + " --dry-run");
    assertEquals(0, dry.status(), dry.err());
    assertEquals(filesBefore, files());

    var pruned = jimg.line(command + " --force");
    assertEquals(0, pruned.status(), pruned.err());
    var sum = SUM.matcher(dry.out());
    assertTrue(sum.find(), dry.out());
    assertEquals(before - du(), Long.parseLong(sum.group(1)), dry.out());
    assertTrue(Long.parseLong(sum.group(1)) > 0);
    var gone = new HashSet<>(blobsBefore);
    gone.removeAll(blobs());
    assertEquals(gone, listed(dry.out(), "Blobs that would be deleted:\n"));
    assertEquals(
        listed(pruned.out(), "Deleted Images:\n"),
        listed(dry.out(), "Images that would be deleted:\n"));
    assertEquals(images(pruned.out()), images(dry.out()));
  }

  private static List<String> images(String text) {
    return text.lines().filter(line -> line.matches("(untagged|deleted): .*")).toList();
  }

  @Test
  void nothingIsAskedAndForceChangesNothing() throws Exception {
    fill();
    var before = files();
    for (String command :
        List.of("image prune -a --dry-run", "system prune -a --force --dry-run")) {
      assertFalse(jimg.line(command).out().contains("WARNING"));
    }
    assertEquals(before, files());
  }

  @Test
  void whatARunningCommandNeedsIsNotPromisedAndStays() throws Exception {
    fill();
    var image = image(5);
    try (var other = LocalStore.open(jimg.root());
        var lease = other.lease()) {
      lease.pin(image.blobs().keySet());
      String promised = jimg.out("system", "prune", "--all", "--dry-run");
      assertFalse(promised.contains(image.layers().getFirst().digest() + " "), promised);
      long before = du();
      jimg.out("system", "prune", "--all", "--force");
      var sum = SUM.matcher(promised);
      assertTrue(sum.find());
      assertEquals(before - du(), Long.parseLong(sum.group(1)));
      for (var blob : image.blobs().keySet()) {
        assertTrue(Files.exists(file(blob)));
      }
    }
  }

  @Test
  void anEmptyStoreHasNothingToGive() {
    assertEquals(
        "Total reclaimable space: 0B (0 bytes)\n", jimg.out("system", "prune", "--dry-run"));
    assertFalse(Files.exists(jimg.root()));
  }
}
