package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.store.CrashingFiles;
import io.jimg.store.InMemory;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A repair, stopped at every single change that it makes to the disk, and once more with the power
/// gone: the next one finishes it, and every image is back with its names.
class RepairCrashTest {

  private static final String BOOT = "monday";
  private static final String[] REPAIR = {"system", "check", "--deep", "--repair"};

  @TempDir(factory = InMemory.class)
  Path directory;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Sample.Image one = World.image(0, 1000);
  private final Sample.Image two = World.image(1, 1000);
  private final FakeRegistry registry = FakeRegistry.start();
  private Path before = Path.of("");
  private Map<String, StoreAudit.Listed> names = Map.of();

  @BeforeEach
  void pullTwo() throws IOException {
    registry.serve("crash/one", "latest", one).serve("crash/two", "latest", two);
    before = Files.createDirectory(directory.resolve("before"));
    var cli = new Cli(before).with(root -> CrashingFiles.lasting().open(root, BOOT));
    cli.out("pull", registry.host() + "/crash/one");
    cli.out("pull", registry.host() + "/crash/two");
    cli.out("tag", registry.host() + "/crash/two", "mine");
    names = StoreAudit.of(cli.root()).names();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Path blob(Digest digest) {
    return before.resolve("store/blobs/sha256").resolve(digest.hex());
  }

  @Test
  void ofDamagedAndLostBlobs() throws Exception {
    var layer = blob(one.layers().getFirst().digest());
    byte[] bytes = Files.readAllBytes(layer);
    bytes[20] ^= 1;
    Files.write(layer, bytes);
    Files.delete(blob(two.digest()));
    Files.delete(blob(two.id()));
    crashEverywhere();
  }

  @Test
  void ofALostIndex() throws Exception {
    Files.delete(before.resolve("store/index.json"));
    crashEverywhere();
  }

  @Test
  void ofALostIndexAndLog() throws Exception {
    var index = before.resolve("store/index.json");
    byte[] cut = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(cut, cut.length - 2));
    Files.delete(before.resolve("store/jimg/names.log"));
    crashEverywhere();
  }

  private void crashEverywhere() throws IOException {
    boolean through = false;
    int last = 0;
    for (; !through; last++) {
      through = crashAt(new CrashingFiles(last, false), last);
      crashAt(new CrashingFiles(last, true), last);
    }
    assertTrue(last > 3, "it changes nothing");
  }

  /// @return whether the repair came through
  private boolean crashAt(CrashingFiles files, int last) throws IOException {
    var home = directory.resolve("home");
    Shell.run("cp", "-a", before.toString(), home.toString()).orThrow();
    files.trust(home);
    var result = new Cli(home).with(root -> files.open(root, BOOT)).run(REPAIR);
    assertTrue(files.hasCrashed() || result.status() == 0, result.toString());
    var powerless = directory.resolve("powerless");
    files.losePower(home, powerless, random);
    for (var store : List.of(home, powerless)) {
      String context = store + ", stopped at change " + last;
      var again = new Cli(store).with(root -> CrashingFiles.lasting().open(root, BOOT)).run(REPAIR);
      assertEquals(0, again.status(), context + again);
      var audit = StoreAudit.of(store.resolve("store"));
      assertEquals(List.of(), audit.damage(), context);
      assertEquals(names.keySet(), audit.names().keySet(), context);
    }
    Shell.run("rm", "-rf", home.toString(), powerless.toString()).orThrow();
    return !files.hasCrashed();
  }
}
