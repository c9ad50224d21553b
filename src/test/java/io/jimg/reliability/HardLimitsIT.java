package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full disk, a read-only one, and a user who may not: one sentence each, and nothing is damaged.
/// What takes a mount is done in a mount namespace of its own, which ends with its processes.
class HardLimitsIT {

  private static final String NOBODY = "65534";

  @TempDir Path home;

  private final FakeRegistry registry = FakeRegistry.start();
  private final Sample.Image small = World.image(0, 20_000);
  private Path store = Path.of("");

  @BeforeEach
  void serve() throws IOException {
    assumeTrue(isRoot(), "only root can mount, and become somebody else");
    assumeTrue(Shell.run("unshare", "-m", "true").status() == 0, "no mount namespaces here");
    registry.serve("limits/small", "latest", small);
    registry.serve("limits/large", "latest", World.image(2, 3_000_000));
    store = home.resolve("store");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
  }

  private String named(String image) {
    return registry.host() + "/limits/" + image;
  }

  /// Runs a script as root where its mounts are its own. `jimg` says its exit code.
  private List<String> inNamespace(String... script) {
    String text =
        "set -eu\njimg() { \""
            + Jimg.tree().toAbsolutePath()
            + "/bin/jimg\" \"$@\" && echo ok || echo \"exit $?\"; }\n"
            + "export HOME='"
            + home
            + "' JIMG_ROOT='"
            + store
            + "'\ncd \"$HOME\"\n"
            + String.join("\n", script);
    return lines(Shell.run("unshare", "-m", "sh", "-c", text).orThrow());
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private void assertWhole(Path root, int names) throws IOException {
    var audit = StoreAudit.of(root);
    assertEquals(List.of(), audit.damage());
    assertEquals(names, audit.names().size());
  }

  @Test
  void anImageThatDoesNotFitIsRefusedBeforeItsFirstByte() throws Exception {
    Files.createDirectory(store);
    var lines =
        inNamespace(
            "mount -t tmpfs -o size=8m,mode=700 tmpfs store",
            "jimg pull -q " + named("small"),
            "jimg pull -q " + named("large"),
            "cp -a store kept");
    assertEquals("ok", lines.get(1));
    assertTrue(
        lines
            .get(2)
            .matches(
                "cannot store \\d+ bytes in "
                    + store
                    + "/blobs: No space left on device \\(\\d+ bytes are free\\)"),
        lines::toString);
    assertEquals("exit 1", lines.get(3));
    assertEquals(
        small.blobs().size(), registry.count(Match.get().and(Match.blobs())), "blobs asked for");
    assertWhole(home.resolve("kept"), 2);
  }

  @Test
  void aDiskThatFillsUpIsNamedAndRmiMakesRoom() throws Exception {
    Files.createDirectory(store);
    Files.write(home.resolve("large.tar"), new Tar().noise("large", 9_000_000, 1).bytes());
    var lines =
        inNamespace(
            "mount -t tmpfs -o size=8m,mode=700 tmpfs store",
            "jimg pull -q " + named("small"),
            "jimg import large.tar",
            "dd if=/dev/zero of=store/jimg/filler bs=4k 2>dd || true",
            "jimg tag " + named("small") + " other:1",
            "jimg rmi " + named("small") + ":latest other:1 >removed",
            "grep -qx ok removed",
            "rm store/jimg/filler",
            "jimg pull -q " + named("small"),
            "cp -a store kept");
    assertEquals(
        List.of(
            named("small") + ":latest",
            "ok",
            "Error: cannot store a blob in " + store + "/blobs: No space left on device",
            "exit 1",
            "ok",
            named("small") + ":latest",
            "ok"),
        lines);
    assertWhole(home.resolve("kept"), 2);
  }

  @Test
  void aReadOnlyStoreCanBeReadAndSaysWhyItCannotBeChanged() throws Exception {
    var jimg = new Jimg(Jimg.tree(), home);
    jimg.out("pull", "-q", named("small"));
    Files.write(home.resolve("small.tar"), new Tar().file("a", "b").bytes());
    var before = DiskState.of(store);
    var lines =
        inNamespace(
            "mount --bind store store",
            "mount -o remount,ro,bind store",
            "jimg images -q >ids",
            "jimg inspect " + named("small") + " >json",
            "grep -q ok ids && grep -q ok json",
            "jimg tag " + named("small") + " other:1",
            "jimg rmi " + named("small"),
            "jimg pull -q " + named("large"),
            "jimg import small.tar",
            "jimg image prune -f",
            "jimg system prune -a -f");
    String change = "Error: cannot change the image store " + store + ": Read-only file system";
    assertEquals(
        List.of(
            change,
            "exit 1",
            change,
            "exit 1",
            "cannot store D in " + store + "/blobs: Read-only file system",
            "exit 1",
            "Error: cannot store a blob in " + store + "/blobs: Read-only file system",
            "exit 1",
            change,
            "exit 1",
            change,
            "exit 1"),
        lines.stream().map(line -> line.replaceAll("sha256:[0-9a-f]{64}", "D")).toList());
    assertEquals(before, DiskState.of(store));
  }

  /// Reads what nobody has measured yet, and what a list is.
  private String[] reads() {
    return new String[] {
      "jimg images --format {{.Size}}",
      "jimg inspect -f {{.Size}} " + named("small"),
      "jimg history -q " + named("small") + " >quiet && grep -qx ok quiet",
      "jimg system df >quiet && grep -qx ok quiet",
      "jimg system check --deep >quiet && grep -qx ok quiet",
      "jimg manifest inspect " + named("list") + " >quiet && grep -qx ok quiet"
    };
  }

  private static final List<String> READ = List.of("140kB", "ok", "140007", "ok");

  /// A store that has a list, and has lost all that may be lost.
  private String prepare() {
    return String.join(
        "\n",
        "jimg pull -q " + named("small") + " >quiet",
        "jimg manifest create --insecure " + named("list") + " " + named("small") + " >quiet",
        "rm -rf store/jimg/cache/* store/jimg/origins store/jimg/realms store/jimg/locks/layers");
  }

  private static List<String> refused(String change, int times) {
    var lines = new ArrayList<>(READ);
    for (int i = 0; i < times; i++) {
      lines.add(change);
      lines.add("exit 1");
    }
    return lines;
  }

  private String[] changesOfLists() {
    return new String[] {
      "jimg manifest create --insecure " + named("other") + " " + named("small"),
      "jimg manifest create --insecure --amend " + named("list") + " " + named("small"),
      "jimg manifest annotate --variant v7 " + named("list") + " " + named("small"),
      "jimg tag " + named("small") + " other:1 2>&1 | sed 's/^Error: //'"
    };
  }

  private static String script(String... parts) {
    return "exec 2>&1\n" + String.join("\n", parts);
  }

  @Test
  void whatAReadOnlyStoreCannotRememberIsWorkedOutAgain() throws Exception {
    inNamespace(prepare());
    var before = DiskState.of(store);
    var lines =
        inNamespace(
            script("mount --bind store store", "mount -o remount,ro,bind store"),
            script(reads()),
            script(changesOfLists()),
            "jimg manifest rm " + named("list"));
    assertEquals(
        refused("cannot change the image store " + store + ": Read-only file system", 5), lines);
    assertEquals(before, DiskState.of(store));
  }

  /// Neither lists nor leases, and nothing empty is left of what did not fit.
  @Test
  void aFullDiskIsReadAndLosesNoList() throws Exception {
    Files.createDirectory(store);
    var lines =
        inNamespace(
            "mount -t tmpfs -o size=8m,mode=700 tmpfs store",
            prepare(),
            "cp -a store before",
            "dd if=/dev/zero of=filler bs=1M count=9 2>quiet",
            "cat filler >store/jimg/filler 2>quiet || true",
            script(reads()),
            script(changesOfLists()),
            "jimg push -q " + named("small"),
            "rm store/jimg/filler",
            "rm -rf store/jimg/cache/* store/jimg/locks/layers",
            "diff -r before store && echo same",
            "jimg manifest rm " + named("list"),
            "ls store/jimg/lists");
    var wanted =
        new ArrayList<>(
            refused("cannot change the image store " + store + ": No space left on device", 5));
    wanted.addAll(List.of("same", "ok"));
    assertEquals(wanted, lines);
  }

  /// Runs commands as a user who owns nothing, on the store in a directory that everybody sees.
  private List<String> asNobody(String... commands) {
    var script =
        new ArrayList<>(
            List.of("mkdir -p tree", "mount --bind '" + Jimg.tree().toAbsolutePath() + "' tree"));
    for (String command : commands) {
      script.add(
          "setpriv --reuid="
              + NOBODY
              + " --regid="
              + NOBODY
              + " --clear-groups tree/bin/jimg "
              + command
              + " && echo ok || echo \"exit $?\"");
    }
    return inNamespace(script.toArray(String[]::new));
  }

  private void openToAll(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aUserWhoMayNotIsTold() throws Exception {
    openToAll(home);
    assertEquals(
        List.of(
            "ok",
            "cannot create the image store " + store + ": Permission denied",
            "exit 1",
            "Error: cannot create the image store " + store + ": Permission denied",
            "exit 1"),
        asNobody("images -q", "pull -q " + named("small"), "tag a b"));
  }

  @Test
  void whoOwnsNothingOfAStoreIsTold() throws Exception {
    new Jimg(Jimg.tree(), home).out("pull", "-q", named("small"));
    openToAll(home);
    var before = DiskState.of(store);
    String denied = "cannot read the image store " + store + ": Permission denied";
    assertEquals(
        List.of(
            "Error: " + denied,
            "exit 1",
            "Error: " + denied,
            "exit 1",
            "Error: " + denied,
            "exit 1"),
        asNobody("pull -q " + named("small"), "images", "rmi " + named("small")));
    assertEquals(before, DiskState.of(store));
  }

  @Test
  void aStoreThatBelongsToSomebodyElseInPartIsNotTrusted() throws Exception {
    new Jimg(Jimg.tree(), home).out("pull", "-q", named("small"));
    openToAll(home);
    Shell.run("chown", "-R", NOBODY, store.toString()).orThrow();
    assertEquals(List.of("ok"), asNobody("tag " + named("small") + " mine"));
    Shell.run("chown", "12345", store.resolve("jimg").toString()).orThrow();
    String distrust =
        "Error: the image store "
            + store
            + " cannot be trusted: "
            + store
            + "/jimg belongs to another user (uid 12345)";
    assertEquals(
        List.of(distrust, "exit 1", distrust, "exit 1"),
        asNobody("images -q", "tag " + named("small") + " other"));
    assertWhole(store, 3);
  }
}
