package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.store.InMemory;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A part of the store is something else than it should be: every command says so in a sentence or
/// does without it, and nothing is damaged when it is back.
class ReplacedDirectoriesTest {

  @TempDir(factory = InMemory.class)
  Path home;

  private final FakeRegistry registry = FakeRegistry.start();
  private Cli cli = new Cli(Path.of(""));
  private List<String> lines = List.of();

  @BeforeEach
  void pull() throws IOException {
    registry.serve("replaced/one", "latest", World.image(0, 1000));
    registry.serve("replaced/two", "latest", World.image(1, 1000));
    String one = registry.host() + "/replaced/one";
    cli = new Cli(home);
    cli.out("pull", "-q", one);
    cli.out("tag", one, "spare:1");
    Files.write(home.resolve("import.tar"), new Tar().file("a", "b").bytes());
    lines =
        List.of(
            "images",
            "inspect " + one,
            "history " + one,
            "system df",
            "tag " + one + " another:1",
            "rmi spare:1",
            "pull -q " + registry.host() + "/replaced/two",
            "push -q " + one,
            "import import.tar imported:1",
            "image prune -f",
            "system prune -f");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blobs",
        "blobs/sha256",
        "jimg",
        "jimg/cache",
        "jimg/ingest",
        "jimg/leases",
        "jimg/locks",
        "jimg/names.log",
        "jimg/format",
        "index.json",
        "oci-layout"
      })
  void nothingIsDamagedWhileItIsGone(String part) throws Exception {
    var file = cli.root().resolve(part);
    var aside = home.resolve("aside");
    Files.move(file, aside);
    var elsewhere = home.resolve("elsewhere");
    for (var replacement : Replacement.values()) {
      Shell.run("cp", "-a", aside.toString(), elsewhere.toString()).orThrow();
      var before = DiskState.of(elsewhere);
      replacement.put(file, elsewhere);
      for (String line : lines) {
        checkOneSentence(line, part + " is " + replacement);
      }
      if (part.startsWith("blobs")) {
        assertEquals(before, DiskState.of(elsewhere), part + " is " + replacement);
      }
      Shell.run("rm", "-rf", file.toString(), elsewhere.toString()).orThrow();
    }
    Files.move(aside, file);
    var audit = StoreAudit.of(cli.root());
    String one = registry.host() + "/replaced/one:latest";
    assertTrue(audit.names().containsKey(one));
    assertEquals(
        List.of(), audit.damage().stream().filter(damage -> damage.startsWith(one)).toList());
  }

  private void checkOneSentence(String line, String context) {
    var result = cli.line(line);
    String said = context + ": jimg " + line + ": " + result;
    assertFalse(result.err().contains("internal error"), said);
    assertTrue(result.status() == 0 || result.status() == 1, said);
    assertEquals(result.status(), result.err().lines().count(), said);
  }

  /// What lies in place of a part.
  private enum Replacement {
    NOTHING,
    A_LINK,
    A_LINK_TO_NOWHERE,
    A_FILE,
    A_DIRECTORY;

    void put(Path file, Path elsewhere) throws IOException {
      switch (this) {
        case NOTHING -> {}
        case A_LINK -> Files.createSymbolicLink(file, elsewhere);
        case A_LINK_TO_NOWHERE -> Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
        case A_FILE -> Files.writeString(file, "not what was here");
        case A_DIRECTORY -> Files.createDirectory(file);
      }
    }
  }
}
