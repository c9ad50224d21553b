package io.jimg.reliability;

import static io.jimg.reliability.Command.ANYTHING;
import static io.jimg.reliability.Command.GONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.reliability.Command.Kind;
import io.jimg.reliability.StoreAudit.Listed;
import io.jimg.store.CrashingFiles;
import io.jimg.store.InMemory;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole commands, stopped at every single change that they make to the disk, and once more with
/// the power gone: of what was never forced, chance decides what is left.
@Timeout(240)
class CommandCrashTest {

  private static final String MONDAY = "monday";
  private static final String TUESDAY = "tuesday";

  @TempDir(factory = InMemory.class)
  Path directory;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Sample.Image one = World.image(0, 1000);
  private final Sample.Image two = World.image(1, 1000);
  private final FakeRegistry registry = FakeRegistry.start();
  private Path before = Path.of("");
  private Map<String, Listed> names = Map.of();

  @BeforeEach
  void serve() {
    before = directory.resolve("before");
    registry.serve("crash/one", "latest", one).serve("crash/two", "latest", two);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private String named(String repository) {
    return registry.host() + "/crash/" + repository;
  }

  /// Makes the state in which the command finds the store.
  private Cli prepare(String... lines) throws IOException {
    Files.createDirectory(before);
    var cli = new Cli(before).with(root -> CrashingFiles.lasting().open(root, MONDAY));
    for (String line : lines) {
      assertEquals(0, cli.line(line).status(), line);
    }
    names = StoreAudit.of(cli.root()).names();
    return cli;
  }

  /// Plays the command until it comes through, one change further each time.
  private void crash(Command command) throws IOException {
    boolean through = false;
    int last = 0;
    for (; !through; last++) {
      var files = new CrashingFiles(last, false);
      through = crashAt(command, files, last);
      if (!through && files.isWrite(last)) {
        crashAt(command, new CrashingFiles(last, true), last);
      }
    }
    assertTrue(last > 3, command + " changes nothing");
  }

  /// @return whether the command came through
  private boolean crashAt(Command command, CrashingFiles files, int last) throws IOException {
    String context = "jimg " + command + ", stopped at change " + last;
    var home = copy(before, directory.resolve("home"));
    files.trust(home);
    var cli = new Cli(home).with(root -> files.open(root, MONDAY));
    var result = cli.run(command.words().toArray(String[]::new));
    if (!files.hasCrashed()) {
      assertEquals(0, result.status(), context + result);
    }
    var powerless = directory.resolve("powerless");
    files.losePower(home, powerless, random);
    if (!files.hasCrashed()) {
      var kept = StoreAudit.of(powerless.resolve("store")).names();
      assertNull(command.complaintAfterSuccess(names, kept), context + ": it had said it was done");
    }
    checkAfter(command, new Cli(home), MONDAY, context);
    checkAfter(command, new Cli(powerless), TUESDAY, context + ", without power");
    Shell.run("rm", "-rf", home.toString(), powerless.toString()).orThrow();
    return !files.hasCrashed();
  }

  private static Path copy(Path from, Path to) {
    Shell.run("cp", "-a", from.toString(), to.toString()).orThrow();
    return to;
  }

  /// Nothing is lost, the next commands work, and a prune leaves nothing that no image needs.
  private void checkAfter(Command command, Cli cli, String boot, String context)
      throws IOException {
    cli.with(root -> CrashingFiles.lasting().open(root, boot));
    var audit = StoreAudit.of(cli.root());
    assertEquals(List.of(), audit.damage(), context);
    assertNull(command.complaintAfterKill(names, audit.names()), context);
    boolean done = command.complaintAfterSuccess(names, audit.names()) == null;
    var again = cli.run(command.words().toArray(String[]::new));
    assertTrue(again.status() == 0 || (done && command.kind() == Kind.RMI), context + again);
    cli.out("system", "prune", "-a", "-f", "--filter", "label=nobody");
    var end = StoreAudit.of(cli.root());
    assertEquals(List.of(), end.damage(), context);
    assertNull(command.complaintAfterSuccess(names, end.names()), context);
    assertEquals(List.of(), List.copyOf(end.garbage()), context);
  }

  private Command pull(String repository, Sample image) {
    String digest = image.digest().toString();
    String name = named(repository);
    return new Command(
        Kind.PULL,
        List.of("pull", name),
        Map.of(name + ":latest", digest, name + "@" + digest, digest),
        true);
  }

  @Test
  void theFirstPull() throws Exception {
    prepare();
    crash(pull("one", one));
  }

  @Test
  void aPullOfALargeLayerThatWasBegun() throws Exception {
    var large = World.image(2, 370_000);
    registry.serve("crash/large", "latest", large);
    var cli = prepare("pull " + named("one"));
    var layer = large.layers().getFirst();
    var partial = cli.root().resolve("jimg/ingest/sha256-" + layer.digest().hex());
    Files.write(partial, Arrays.copyOf(layer.stored(), 1_100_000));
    Files.writeString(
        Path.of(partial + ".state"), layer.stored().length + " 1050000 " + MONDAY + "\n");
    crash(pull("large", large));
  }

  @Test
  void aPullOfATagThatHasMoved() throws Exception {
    registry.serve("crash/moving", "latest", one);
    prepare("pull " + named("moving"), "pull " + named("two"));
    registry.serve("crash/moving", "latest", two);
    crash(pull("moving", two));
  }

  @Test
  void aTag() throws Exception {
    prepare("pull " + named("one"), "pull " + named("two"), "tag " + named("two") + " mine");
    crash(
        new Command(
            Kind.TAG,
            List.of("tag", named("one"), "mine"),
            Map.of("docker.io/library/mine:latest", one.digest().toString()),
            true));
  }

  @Test
  void aRemoval() throws Exception {
    prepare("pull " + named("one"), "pull " + named("two"), "tag " + named("two") + " mine");
    var goal = new TreeMap<String, String>();
    goal.put(named("one") + ":latest", GONE);
    goal.put(named("one") + "@" + one.digest(), GONE);
    crash(new Command(Kind.RMI, List.of("rmi", named("one")), goal, true));
  }

  @Test
  void aRemovalOfAnImageWithAllItsNames() throws Exception {
    prepare("pull " + named("one"), "pull " + named("two"), "tag " + named("one") + " mine");
    var goal = new TreeMap<String, String>();
    goal.put(named("one") + ":latest", GONE);
    goal.put(named("one") + "@" + one.digest(), GONE);
    goal.put("docker.io/library/mine:latest", GONE);
    crash(new Command(Kind.RMI, List.of("rmi", "-f", one.id().toString()), goal, true));
  }

  /// What kills of other commands leave.
  private void scatterGarbage(Path root) throws IOException {
    Files.writeString(root.resolve("jimg/leases").resolve("0".repeat(32)), one.digest() + "\n");
    Files.writeString(root.resolve("jimg/ingest").resolve("sha256-" + "1".repeat(64)), "half");
    Files.writeString(root.resolve("jimg/index.json.new"), "{");
    Files.writeString(root.resolve("blobs/sha256").resolve("2".repeat(64)), "orphan");
  }

  @Test
  void aPruneOfImages() throws Exception {
    var cli =
        prepare("pull " + named("one"), "pull " + named("two"), "tag " + named("one") + " me");
    scatterGarbage(cli.root());
    var goal = new TreeMap<String, String>();
    goal.put(named("one") + ":latest", GONE);
    goal.put(named("one") + "@" + one.digest(), GONE);
    goal.put("docker.io/library/me:latest", GONE);
    var words = List.of("image", "prune", "-a", "-f", "--filter", "label=" + World.DISPOSABLE);
    crash(new Command(Kind.IMAGE_PRUNE, words, goal, true));
  }

  @Test
  void aPruneOfTheSystem() throws Exception {
    var cli = prepare("pull " + named("one"), "pull " + named("two"));
    scatterGarbage(cli.root());
    var goal = new TreeMap<String, String>();
    names.keySet().forEach(name -> goal.put(name, GONE));
    crash(new Command(Kind.SYSTEM_PRUNE, List.of("system", "prune", "-a", "-f"), goal, true));
  }

  @Test
  void aPush() throws Exception {
    String name = named("pushed");
    prepare("pull " + named("one"), "tag " + named("one") + " " + name);
    String digest = one.digest().toString();
    crash(new Command(Kind.PUSH, List.of("push", name), Map.of(name + "@" + digest, digest), true));
  }

  @Test
  void anImport() throws Exception {
    var tar = directory.resolve("import.tar");
    Files.write(tar, new Tar().noise("imported", 10_000, 1).bytes());
    prepare("pull " + named("one"), "tag " + named("one") + " imported:1");
    crash(
        new Command(
            Kind.IMPORT,
            List.of("import", tar.toString(), "imported:1"),
            Map.of("docker.io/library/imported:1", ANYTHING),
            true));
  }

  /// It keeps what it found out about the images.
  @Test
  void aListing() throws Exception {
    var cli = prepare("pull " + named("one"), "pull " + named("two"));
    Files.deleteIfExists(cli.root().resolve("jimg/cache/catalog"));
    Files.deleteIfExists(cli.root().resolve("jimg/cache/layers"));
    crash(new Command(Kind.LIST, List.of("images"), Map.of(), true));
  }
}
